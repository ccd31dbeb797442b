// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Kernel files that lie as copies in an ordinary directory tree. Nothing outside the tree is read,
/// whichever way a path or a link points.
///
/// A copy keeps links but no inode numbers. So where `<pid>/ns/net` is a link to `net:[N]`, the
/// inode of `<pid>/net/dev` is N: equal for the processes of one namespace, as the kernel's are.
final class DirectoryKernelFiles implements KernelFiles {
  private static final int MAX_BYTES = ProcKernelFiles.MAX_BYTES;
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,9}");
  private static final Pattern NAMESPACE = Pattern.compile("net:\\[([0-9]{1,18})]");
  private static final Path NET_DEV = Path.of("net", "dev");
  private static final int NAME_MAX = 255;

  private final Path root;

  DirectoryKernelFiles(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  @Override
  public FileContent read(String directory, String name) throws ErrnoException {
    Path path = locate(directory, name);
    try {
      Path file = contained(path);
      if (!Files.isRegularFile(file)) {
        throw failure(
            Files.isDirectory(file) ? ErrnoException.EISDIR : ErrnoException.EINVAL, "read", path);
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
          throw failure(ErrnoException.EFBIG, "read", path);
        }
        return FileContent.of(bytes);
      }
    } catch (IOException e) {
      throw translate(e, "open", path);
    }
  }

  @Override
  public long inode(String directory, String name) throws ErrnoException {
    Path path = locate(directory, name);
    try {
      Path file = contained(path);
      if (path.endsWith(NET_DEV)) {
        Path link = path.resolveSibling("../ns/net").normalize();
        if (Files.isSymbolicLink(link)) {
          Matcher namespace = NAMESPACE.matcher(readLink(link));
          if (namespace.matches()) {
            return Long.parseLong(namespace.group(1));
          }
        }
      }
      return realInode(file);
    } catch (IOException e) {
      throw translate(e, "statx", path);
    }
  }

  /// The order is that of the numbers.
  @Override
  public void forEachNumber(String directory, NumberedEntryVisitor visitor) throws ErrnoException {
    Path path = locate(directory, "");
    for (int number : numbers(path)) {
      Path entry = path.resolve(Integer.toString(number));
      try {
        visitor.entry(number, realInode(entry));
      } catch (IOException e) {
        throw translate(e, "getdents64", entry);
      }
    }
  }

  /// The order is that of the names.
  @Override
  public List<String> list(String directory, String name) throws ErrnoException {
    Path path = locate(directory, name);
    try (Stream<Path> entries = Files.list(contained(path))) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .sorted()
          .limit(MAX_ENTRIES)
          .toList();
    } catch (IOException e) {
      throw translate(e, "open", path);
    }
  }

  @Override
  public String readLink(String directory, String name) throws ErrnoException {
    Path path = locate(directory, name);
    try {
      return readLink(path);
    } catch (IOException e) {
      throw translate(e, "readlink", path);
    }
  }

  @Override
  public void close() {}

  private List<Integer> numbers(Path path) throws ErrnoException {
    try (Stream<Path> entries = Files.list(contained(path))) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> NUMBER.matcher(name).matches())
          .map(Long::parseLong)
          .filter(number -> number <= Integer.MAX_VALUE)
          .map(Long::intValue)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw translate(e, "open", path);
    }
  }

  private String readLink(Path link) throws IOException {
    Path directory = contained(parent(link));
    return Files.readSymbolicLink(directory.resolve(link.getFileName())).toString();
  }

  private static long realInode(Path path) throws IOException {
    return (Long) Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
  }

  /// The path as it is written, within the tree; links are not looked at yet.
  private Path locate(String directory, String name) throws ErrnoException {
    try {
      Path path = root.resolve(directory).resolve(name);
      if (path.normalize().startsWith(root)) {
        return path;
      }
      throw failure(ErrnoException.EXDEV, "open", path);
    } catch (InvalidPathException e) {
      throw new ErrnoException(ErrnoException.EINVAL, "open", directory + "/" + name);
    }
  }

  /// Where the path leads when all links are followed.
  private Path contained(Path path) throws IOException {
    Path real = path.toRealPath();
    if (!real.startsWith(root.toRealPath())) {
      throw failure(ErrnoException.EXDEV, "open", path);
    }
    return real;
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }

  private static ErrnoException failure(int errno, String call, Path path) {
    return new ErrnoException(errno, call, path.toString());
  }

  private static ErrnoException translate(IOException e, String call, Path path) {
    return switch (e) {
      case ErrnoException known -> known;
      case NoSuchFileException _ -> failure(ErrnoException.ENOENT, call, path);
      case AccessDeniedException _ -> failure(ErrnoException.EACCES, call, path);
      case NotDirectoryException _ -> failure(ErrnoException.ENOTDIR, call, path);
      case NotLinkException _ -> failure(ErrnoException.EINVAL, call, path);
      case FileSystemLoopException _ -> failure(ErrnoException.ELOOP, call, path);
      default -> failure(errnoFromTree(path), call, path);
    };
  }

  /// The errno of a failure that java.nio tells only in words, which depend on the locale.
  private static int errnoFromTree(Path path) {
    for (Path place = path; place != null; place = place.getParent()) {
      Path name = place.getFileName();
      if (name != null && name.toString().getBytes(StandardCharsets.UTF_8).length > NAME_MAX) {
        return ErrnoException.ENAMETOOLONG;
      }
      if (!place.equals(path) && Files.isRegularFile(place)) {
        return ErrnoException.ENOTDIR;
      }
      if (Files.isSymbolicLink(place) && !Files.exists(place)) {
        return ErrnoException.ELOOP;
      }
    }
    return ErrnoException.EIO;
  }
}
