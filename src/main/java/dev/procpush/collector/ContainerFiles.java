// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.CgroupController;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.KeptFile;
import dev.procpush.linux.KeptFiles;
import dev.procpush.linux.KeptFolder;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.NumberFile;
import dev.procpush.parse.Parser;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The files of one container's cgroup, in all hierarchies that hold numbers of it.
///
/// What was absent is looked for again only now and then, and so is what [had nothing to
/// tell][#rest]. A cgroup that was removed is not read again in the same visit, even if one of the
/// same name is there already: the gap ends its series.
public final class ContainerFiles extends KeptFolder {
  private static final int FIRST_VISITS = 3;

  /// A file that rests is read in every fourth visit, one that is absent looked for in every
  /// sixteenth: where the visit's number has none of these bits.
  private static final byte RESTING = 3;

  private static final byte ABSENT = 15;

  /// 2³² by the golden ratio: a path that is there several times leaves its hash few low bits.
  private static final int SPREAD = 0x9e37_79b9;

  private final KeptFiles kernel;
  private final Supplier<Map<CgroupController, String>> folders;
  private final Losses losses;

  /// Those whose hierarchy has the container.
  private final EnumSet<CgroupController> controllers = EnumSet.noneOf(CgroupController.class);

  /// Where each hierarchy had the container when a file of it was opened last. The path of a
  /// container is put together anew each time, which is too dear for every file that is read.
  private final Map<CgroupController, String> directories = new EnumMap<>(CgroupController.class);

  /// By file: [#RESTING], [#ABSENT], or 0 for one that is read in each visit.
  private final byte[] pauses = new byte[CgroupFile.count()];

  private @Nullable ErrnoException removed;
  private int visits;

  /// A number of its own, so that not all containers' files are looked for in the same cycle.
  private final int turn;

  /// @param folders where each hierarchy has the container; asked again whenever a file is opened
  public ContainerFiles(KeptFiles kernel, Supplier<Map<CgroupController, String>> folders) {
    this(kernel, folders, new Losses());
  }

  /// As the other one, beside other files.
  ///
  /// @param losses takes in what no parser can read
  public ContainerFiles(
      KeptFiles kernel, Supplier<Map<CgroupController, String>> folders, Losses losses) {
    super(CgroupFile.count());
    this.losses = losses;
    this.kernel = kernel;
    this.folders = folders;
    Map<CgroupController, String> places = folders.get();
    controllers.addAll(places.keySet());
    turn = (places.values().toString().hashCode() * SPREAD) >>> 16;
  }

  /// Whether a controller of version 1 has the container.
  public boolean has(CgroupController controller) {
    return controllers.contains(controller);
  }

  /// Whether version 2 tells what this controller of version 1 would.
  public boolean isUnified(CgroupController controller) {
    return !has(controller) && has(CgroupController.UNIFIED);
  }

  /// Reads a file, even one that rests.
  ///
  /// @return valid until the next read
  /// @throws ErrnoException `ENOENT` also where the hierarchy is absent
  public FileContent read(CgroupFile file) throws ErrnoException {
    FileContent content = isDue(file, ABSENT) ? look(file) : null;
    if (content == null) {
      throw new ErrnoException(ErrnoException.ENOENT, "open", file.path());
    }
    return content;
  }

  /// Reads a file that not every kernel or container has.
  ///
  /// @return valid until the next read; null where it is absent or rests
  public @Nullable FileContent find(CgroupFile file) throws ErrnoException {
    return isDue(file, RESTING) ? look(file) : null;
  }

  /// Reads and parses a file, even one that rests.
  ///
  /// @throws ErrnoException `ENOENT` also where the hierarchy is absent
  public <T> T read(CgroupFile file, Parser<T> parser)
      throws ErrnoException, MalformedKernelDataException {
    FileContent content = read(file);
    return losses.parse(parser, place(file), file.path(), content);
  }

  /// Reads and parses a file that not every kernel or container has. Of one that is nonsense
  /// [Losses] is told, so that a collector goes on with its other files.
  ///
  /// @return null where it is absent, rests, or is nonsense
  public <T> @Nullable T find(CgroupFile file, Parser<T> parser) throws ErrnoException {
    FileContent content = find(file);
    return content == null ? null : losses.find(parser, place(file), file.path(), content);
  }

  /// Reads a limit. A file that sets none rests.
  ///
  /// @return [KernelNumber#NONE] where there is none, or the file is absent, rests, or is nonsense
  public long limit(CgroupFile file) throws ErrnoException {
    Long most = find(file, NumberFile.LIMIT);
    if (most != null && !KernelNumber.isKnown(most)) {
      rest(file);
    }
    return NumberFile.orNone(most);
  }

  /// Where the file was when it was opened last.
  private String place(CgroupFile file) {
    return directories.getOrDefault(file.controller(), "");
  }

  /// Lets a file rest that has nothing to tell, such as that there is no limit: it is not read in
  /// the next visits. What it has to tell then is told so many visits later.
  public void rest(CgroupFile file) {
    pauses[file.number()] = RESTING;
  }

  /// @param longest from which pause on a file is not looked at in each visit
  private boolean isDue(CgroupFile file, byte longest) {
    int pause = pauses[file.number()];
    return pause < longest || visits <= FIRST_VISITS || (turn + visits & pause) == 0;
  }

  private @Nullable FileContent look(CgroupFile file) throws ErrnoException {
    if (removed != null) {
      throw removed;
    }
    if (!has(file.controller())) {
      return null;
    }
    try {
      FileContent content = kernel.read(this, file.number());
      pauses[file.number()] = 0;
      return content;
    } catch (ErrnoException e) {
      return failed(file, e);
    }
  }

  private @Nullable FileContent failed(CgroupFile file, ErrnoException e) throws ErrnoException {
    ErrnoException failure = e;
    if (isAbsent(e)) {
      if (!isRemoved(file.controller())) {
        pauses[file.number()] = ABSENT;
        return null;
      }
      failure = new ErrnoException(ErrnoException.ENODEV, "open", file.path());
    }
    if (failure.errno() == ErrnoException.ENODEV) {
      release();
      removed = failure;
    }
    throw failure;
  }

  /// Whether there is no such file, or nothing in it because the kernel was told not to count.
  private static boolean isAbsent(ErrnoException e) {
    return e.errno() == ErrnoException.ENOENT || e.errno() == ErrnoException.EOPNOTSUPP;
  }

  /// Whether the whole cgroup is not there: each one lists its processes. Where a file of it is
  /// open, that one tells by itself.
  private boolean isRemoved(CgroupController controller) {
    for (int file = 0; file < CgroupFile.count(); file++) {
      if (isOpen(file) && CgroupFile.of(file).controller() == controller) {
        return false;
      }
    }
    KeptFile processes = new KeptFile(directory(controller), "cgroup.procs");
    try {
      kernel.read(processes);
      return false;
    } catch (ErrnoException e) {
      return e.errno() == ErrnoException.ENOENT || e.errno() == ErrnoException.ENODEV;
    } finally {
      kernel.release(processes);
    }
  }

  @Override
  protected String directory(int file) {
    return directory(CgroupFile.of(file).controller());
  }

  private String directory(CgroupController controller) {
    String directory = folders.get().getOrDefault(controller, "");
    directories.put(controller, directory);
    return directory;
  }

  @Override
  protected String name(int file) {
    return CgroupFile.of(file).path();
  }

  void beginVisit() {
    visits++;
    removed = null;
  }

  /// Closes what is open.
  void release() {
    kernel.release(this);
  }
}
