// SPDX-License-Identifier: Apache-2.0

import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamReader;

/// Fails where a JUnit report of the given folder has a test that was disabled, aborted by an
/// assumption, or kept out by a condition, and where the folder has no report at all. CI runs it:
/// there, everything a test needs is present.
final class FailOnSkipped {

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    int reports = 0;
    var skipped = new TreeSet<String>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "TEST-*.xml")) {
        for (Path report : files) {
          reports++;
          skipped.addAll(skipped(report));
        }
      }
    }
    if (reports == 0) {
      System.err.println("No test ran: there is no report in " + folder);
      System.exit(1);
    }
    if (!skipped.isEmpty()) {
      System.err.println("Skipped tests, which CI does not allow:");
      skipped.forEach(test -> System.err.println("  " + test));
      System.exit(1);
    }
  }

  private static List<String> skipped(Path report) throws Exception {
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    var skipped = new ArrayList<String>();
    String test = report.getFileName().toString();
    try (InputStream bytes = Files.newInputStream(report)) {
      XMLStreamReader xml = factory.createXMLStreamReader(bytes);
      while (xml.hasNext()) {
        if (xml.next() != XMLStreamConstants.START_ELEMENT) {
          continue;
        }
        switch (xml.getLocalName()) {
          case "testcase" ->
              test =
                  xml.getAttributeValue(null, "classname")
                      + "."
                      + xml.getAttributeValue(null, "name");
          case "skipped" -> skipped.add(test + ": " + xml.getAttributeValue(null, "message"));
          default -> {}
        }
      }
    }
    return skipped;
  }

  private FailOnSkipped() {}
}
