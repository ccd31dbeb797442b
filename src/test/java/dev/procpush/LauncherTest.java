// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real `procpush` script in a copy of the tree, where `java`, `mvn` and `uname` are scripts
/// that say how they were called.
final class LauncherTest {

  private static final List<String> TOOLS =
      List.of(
          "cat",
          "dirname",
          "find",
          "flock",
          "head",
          "mkdir",
          "mktemp",
          "readlink",
          "rm",
          "sed",
          "sh",
          "sleep",
          "touch");

  @TempDir private Path folder;
  private Path tree;
  private Path bin;
  private Path jvms;

  @BeforeEach
  void copyTheTree() throws Exception {
    tree = Files.createDirectory(folder.resolve("a tree"));
    bin = Files.createDirectory(folder.resolve("bin"));
    jvms = Files.createDirectory(folder.resolve("jvms"));
    Files.createDirectories(tree.resolve("src/main/java"));
    Files.writeString(tree.resolve("pom.xml"), "<project/>");
    Files.copy(Path.of("jvm.options"), tree.resolve("jvm.options"));
    script(
        tree.resolve("procpush"),
        Files.readString(Path.of("procpush"))
            .replace("/usr/lib/jvm/*", jvms + "/*")
            .replace("/usr/lib64/jvm/*", ""));
    for (String tool : TOOLS) {
      script(bin.resolve(tool), "#!/bin/sh\nexec " + which(tool) + " \"$@\"\n");
    }
    script(bin.resolve("uname"), "#!/bin/sh\necho Linux\n");
    script(
        bin.resolve("mvn"),
        """
        #!/bin/sh
        echo "$JAVA25_HOME $*" >>"$PWD/built"
        echo "$MAVEN_OPTS" >"$PWD/options"
        echo chatter
        : >target/procpush.jar
        """);
    jdk("25", "25.0.3");
  }

  @Test
  void passesArgumentsThrough() throws Exception {
    Outcome outcome = run(tree, "once", "--format", "a b", "", "*", "$HOME", "it's", "\"q\"");

    assertThat(outcome.status()).isZero();
    assertThat(outcome.output().lines())
        .containsSubsequence(
            "[@" + tree + "/jvm.options]",
            "[-jar]",
            "[" + tree + "/target/procpush.jar]",
            "[once]",
            "[--format]",
            "[a b]",
            "[]",
            "[*]",
            "[$HOME]",
            "[it's]",
            "[\"q\"]");
  }

  @Test
  void becomesTheAgent() throws Exception {
    Process process = start(tree.resolve("procpush"), folder).start();

    assertThat(finish(process).output()).contains("pid " + process.pid() + "\n");
  }

  @Test
  void boundsThePoolsOfTheCLibraryUnlessTold() throws Exception {
    ProcessBuilder told = start(tree.resolve("procpush"), folder);
    told.environment().put("MALLOC_ARENA_MAX", "7");

    assertThat(run(tree).output()).contains("arenas 2\n");
    assertThat(finish(told.start()).output()).contains("arenas 7\n");
  }

  @Test
  void worksThroughLinksFromElsewhere() throws Exception {
    Path first = Files.createSymbolicLink(folder.resolve("first"), tree.resolve("procpush"));
    Path second = Files.createSymbolicLink(folder.resolve("second"), first.getFileName());

    Outcome outcome = finish(start(second, bin).start());

    assertThat(outcome.output()).contains("[" + tree + "/target/procpush.jar]");
  }

  @Test
  void buildsWhenTheSourcesAreNewer() throws Exception {
    Outcome first = run(tree);
    Outcome second = run(tree);
    Path source = Files.writeString(tree.resolve("src/main/java/New.java"), "");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    run(tree);

    assertThat(first.errors())
        .isEqualTo("procpush: building (once, and again when the sources change)\nchatter\n");
    assertThat(first.output()).doesNotContain("chatter");
    assertThat(second.errors()).isEmpty();
    assertThat(builds())
        .hasSize(2)
        .allMatch(
            build ->
                build.equals(
                    jvms.resolve("25")
                        + " -q -B -Dstyle.color=never -Dquick -Dmaven.test.skip=true package"));
  }

  @Test
  void leavesNoColoursInALogAndTheUsersOptionsAsTheyAre() throws Exception {
    ProcessBuilder start = start(tree.resolve("procpush"), folder);
    start.environment().put("MAVEN_OPTS", "-Xmx300m");
    finish(start.start());

    assertThat(tree.resolve("options")).hasContent("-Xmx300m -Djansi.noreset=true");
  }

  @Test
  void buildsOnceForConcurrentStarts() throws Exception {
    script(
        bin.resolve("mvn"),
        """
        #!/bin/sh
        echo build >>"$PWD/built"
        while [ ! -e go ]; do sleep 0.05; done
        : >target/procpush.jar
        """);
    List<ProcessBuilder> starts =
        Stream.generate(() -> start(tree.resolve("procpush"), folder)).limit(3).toList();
    var processes = new ArrayList<Process>();
    for (ProcessBuilder start : starts) {
      processes.add(start.start());
    }
    Files.createFile(tree.resolve("go"));
    for (Process process : processes) {
      assertThat(finish(process).status()).isZero();
    }

    assertThat(builds()).hasSize(1);
  }

  @Test
  void passesOverAnOlderJavaHome() throws Exception {
    ProcessBuilder start = start(tree.resolve("procpush"), folder);
    start.environment().put("JAVA_HOME", jdk("17", "17.0.15").toString());

    assertThat(finish(start.start()).output()).contains("java " + jvms.resolve("25"));
  }

  @Test
  void prefersJavaHomeThenThePath() throws Exception {
    Path onPath = jdkAt(folder.resolve("on-path"), "26");
    Path home = jdkAt(folder.resolve("home"), "25.0.1");
    Files.createSymbolicLink(bin.resolve("java"), onPath.resolve("bin/java"));
    ProcessBuilder withHome = start(tree.resolve("procpush"), folder);
    withHome.environment().put("JAVA_HOME", home.toString());

    assertThat(run(tree).output()).contains("java " + onPath);
    assertThat(finish(withHome.start()).output()).contains("java " + home);
  }

  @Test
  void saysWhatToInstallWithoutJdk() throws Exception {
    Files.delete(jvms.resolve("25/bin/java"));
    jdk("21", "21.0.9");

    assertFailsInOneLine(run(tree), "no JDK 25", "openjdk-25-jdk", "docker compose up");
  }

  @Test
  void saysWhatToInstallWithoutMaven() throws Exception {
    Files.delete(bin.resolve("mvn"));

    assertFailsInOneLine(run(tree), "no mvn", "install maven", "docker compose up");
  }

  @Test
  void needsNoMavenOnceBuilt() throws Exception {
    run(tree);
    Files.delete(bin.resolve("mvn"));

    assertThat(run(tree).status()).isZero();
  }

  @Test
  void refusesOtherSystems() throws Exception {
    script(bin.resolve("uname"), "#!/bin/sh\necho Darwin\n");

    assertFailsInOneLine(run(tree), "Linux", "Darwin", "docker compose up");
  }

  @Test
  void saysThatTheBuildFailed() throws Exception {
    script(bin.resolve("mvn"), "#!/bin/sh\necho why\nexit 1\n");

    Outcome outcome = run(tree);

    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.output()).isEmpty();
    assertThat(outcome.errors()).contains("why\nprocpush: the build failed");
  }

  private static void assertFailsInOneLine(Outcome outcome, String... parts) {
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.output()).isEmpty();
    assertThat(outcome.errors()).startsWith("procpush: ").contains(parts).hasLineCount(1);
  }

  private Path jdk(String name, String version) throws IOException {
    return jdkAt(jvms.resolve(name), version);
  }

  /// A JDK whose `java` prints its home, its process, its arguments and what the launcher set.
  private static Path jdkAt(Path home, String version) throws IOException {
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    script(home.resolve("bin/javac"), "#!/bin/sh\n");
    script(
        home.resolve("bin/java"),
        """
        #!/bin/sh
        echo "java %s"
        echo "pid $$"
        echo "arenas $MALLOC_ARENA_MAX"
        for argument; do echo "[$argument]"; done
        """
            .formatted(home));
    return home;
  }

  private List<String> builds() throws IOException {
    return Files.readAllLines(tree.resolve("built"));
  }

  private static Path which(String tool) {
    return Stream.of("/usr/bin", "/bin")
        .map(directory -> Path.of(directory, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Outcome run(Path from, String... arguments) throws Exception {
    return finish(start(tree.resolve("procpush"), from, arguments).start());
  }

  private ProcessBuilder start(Path launcher, Path from, String... arguments) {
    var command = Stream.concat(Stream.of(launcher.toString()), Stream.of(arguments)).toList();
    var start = new ProcessBuilder(command).directory(from.toFile());
    start.environment().clear();
    start.environment().put("PATH", bin.toString());
    start.environment().put("HOME", folder.toString());
    return start;
  }

  private static Outcome finish(Process process) throws Exception {
    process.getOutputStream().close();
    boolean ended = process.waitFor(30, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    assertThat(ended).as("the launcher ends").isTrue();
    return new Outcome(
        process.exitValue(),
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8),
        new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
  }

  /// How a run of the launcher ended and what it wrote.
  private record Outcome(int status, String output, String errors) {}
}
