// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.implement;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.procpush.collector.ContainerCollector;
import dev.procpush.collector.HostCollector;
import dev.procpush.collector.NamespaceCollector;
import dev.procpush.collector.ProcessCollector;
import dev.procpush.parse.ByteCursor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds the table of docs/architecture.md: which package may use what.
class ArchitectureTest {
  private static final String ROOT = "dev.procpush";
  private static final String[] LANGUAGE = {
    "java.lang..", "java.util..", "java.io", "java.time..", "java.math", "org.jspecify.."
  };
  private static final JavaClasses PROJECT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void parsersKnowNothingButBytes() {
    only(
            "parse..",
            "java.lang",
            "java.lang.runtime",
            "java.lang.invoke",
            "java.util..",
            "java.nio",
            "java.nio.charset",
            "org.jspecify..",
            "dev.procpush.parse..")
        .check(PROJECT);
  }

  @Test
  void configKnowsNoOtherPackage() {
    noClasses()
        .that()
        .resideInAPackage("dev.procpush.config..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.procpush..").and(not(resideInAPackage("dev.procpush.config.."))))
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("io.opentelemetry..")
        .check(PROJECT);
  }

  @Test
  void onlyLinuxUsesForeignMemory() {
    usedOnlyBy("java.lang.foreign..", "dev.procpush.linux..").check(PROJECT);
  }

  @Test
  void linuxStandsOnTheJdkAlone() {
    only("linux..", join(LANGUAGE, "java.nio..", "java.security..", "dev.procpush.linux.."))
        .check(PROJECT);
  }

  @Test
  void discoveryKnowsFilesAndParsersOnly() {
    only(
            "discovery..",
            join(
                LANGUAGE,
                "java.nio..",
                "com.fasterxml.jackson.core..",
                "dev.procpush.linux..",
                "dev.procpush.parse..",
                "dev.procpush.discovery.."))
        .check(PROJECT);
  }

  @Test
  void onlyRuntimeSpeaksHttpToARuntime() {
    only(
            "runtime..",
            join(
                LANGUAGE,
                "java.net",
                "java.nio",
                "java.nio.channels",
                "java.nio.file",
                "javax.net",
                "okhttp3",
                "com.fasterxml.jackson.core..",
                "dev.procpush.linux..",
                "dev.procpush.discovery..",
                "dev.procpush.runtime.."))
        .check(PROJECT);
    usedOnlyBy("okhttp3..", "dev.procpush.runtime..").check(PROJECT);
  }

  @Test
  void collectorsKnowTheOpenTelemetryApiAndNotTheSdk() {
    only(
            "collector..",
            join(
                LANGUAGE,
                "io.opentelemetry.api..",
                "dev.procpush.linux..",
                "dev.procpush.parse..",
                "dev.procpush.discovery..",
                "dev.procpush.selfmonitor..",
                "dev.procpush.collector.."))
        .check(PROJECT);
    noClasses()
        .that()
        .resideInAPackage("dev.procpush.collector..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.lang.foreign..", "java.nio.file..")
        .check(PROJECT);
  }

  @Test
  void selfmonitorStandsOnTheOpenTelemetryApi() {
    only("selfmonitor..", join(LANGUAGE, "io.opentelemetry.api..", "dev.procpush.selfmonitor.."))
        .check(PROJECT);
  }

  @Test
  void textStandsOnTheLanguageAlone() {
    only("text..", "java.lang..", "org.jspecify..", "dev.procpush.text..").check(PROJECT);
  }

  @Test
  void otlpKnowsNeitherKernelNorCollectors() {
    noClasses()
        .that()
        .resideInAPackage("dev.procpush.otlp..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.procpush.collector..",
            "dev.procpush.parse..",
            "dev.procpush.linux..",
            "dev.procpush.discovery..")
        .check(PROJECT);
  }

  @Test
  void onlyOtlpUsesTheSdk() {
    noClasses()
        .that(
            resideInAPackage("dev.procpush..")
                .and(not(resideInAPackage("dev.procpush.otlp..")))
                .and(not(belongToAnyOf(Agent.class))))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.opentelemetry.sdk..", "io.opentelemetry.exporter..")
        .check(PROJECT);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.procpush.(*)..").should().beFreeOfCycles().check(PROJECT);
  }

  @Test
  void nobodyUsesMainAndAgentButMainItself() {
    noClasses()
        .that(not(belongToAnyOf(Main.class, Agent.class)))
        .should()
        .dependOnClassesThat(belongToAnyOf(Main.class, Agent.class))
        .check(PROJECT);
  }

  @Test
  void collectorsAreFinalHiddenAndAlone() {
    DescribedPredicate<JavaClass> collector =
        implement(NamespaceCollector.class)
            .or(implement(ContainerCollector.class))
            .or(implement(HostCollector.class))
            .or(implement(ProcessCollector.class))
            .as("a collector");
    classes()
        .that(collector)
        .should()
        .haveModifier(JavaModifier.FINAL)
        .andShould()
        .bePackagePrivate()
        .andShould()
        .haveSimpleNameEndingWith("Collector")
        .check(PROJECT);
    noClasses()
        .that(collector)
        .should()
        .dependOnClassesThat(collector)
        .because("a collector is one kernel file")
        .check(PROJECT.that(not(isNested())));
    classes().that(collector).should(haveATestNamedAfterThem()).check(PROJECT);
  }

  @Test
  void everyRecordOfAKernelFileIsParsedFromBytesAndTested() {
    classes()
        .that()
        .resideInAPackage("dev.procpush.parse.*")
        .and()
        .areRecords()
        .and()
        .areTopLevelClasses()
        .should(haveAStaticParse())
        .andShould(haveATestNamedAfterThem())
        .check(PROJECT);
  }

  @Test
  void namesSayWhatAThingIs() {
    noClasses()
        .should()
        .haveNameMatching(".*(Util|Helper|Manager|Impl|Common)[A-Za-z]*")
        .check(PROJECT);
    noClasses()
        .should()
        .resideInAnyPackage("..util..", "..common..", "..core..", "..impl..", "..helper..")
        .check(PROJECT);
  }

  @Test
  void noStaticFieldChanges() {
    fields().that().areStatic().should().beFinal().check(PROJECT);
  }

  @Test
  void onlyMainKnowsTheStandardStreams() {
    noClasses().that(not(belongToAnyOf(Main.class))).should(readStandardStreams()).check(PROJECT);
  }

  /// `docs/architecture.md` names no package and no class that does not exist.
  @Test
  void theDocumentNamesWhatExists() throws Exception {
    List<String> missing = new ArrayList<>();
    String document = Files.readString(Path.of("docs/architecture.md"));
    List<String> names = PROJECT.stream().map(JavaClass::getSimpleName).toList();
    java.util.regex.Matcher name =
        java.util.regex.Pattern.compile("`([A-Z][a-z]+[A-Za-z]+)(?:\\.[a-z][A-Za-z]*)?`")
            .matcher(document);
    while (name.find()) {
      Path test = Path.of("src/test/java/dev/procpush/" + name.group(1) + ".java");
      if (!names.contains(name.group(1)) && !Files.exists(test)) {
        missing.add(name.group(1));
      }
    }
    java.util.regex.Matcher folder =
        java.util.regex.Pattern.compile("`((?:src|docs|bench)/[\\w/.*-]+)`").matcher(document);
    while (folder.find()) {
      String path = folder.group(1).replaceAll("\\*.*", "");
      if (!Files.exists(Path.of(path))) {
        missing.add(path);
      }
    }
    org.assertj.core.api.Assertions.assertThat(missing).isEmpty();
  }

  private static ArchRule only(String folder, String... allowed) {
    return classes()
        .that()
        .resideInAPackage(ROOT + "." + folder)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(allowed)
                .or(JavaClass.Predicates.type(byte[].class))
                .or(isPrimitive()));
  }

  private static ArchRule usedOnlyBy(String used, String user) {
    return noClasses()
        .that(resideInAPackage("dev.procpush..").and(not(resideInAPackage(user))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(used);
  }

  private static DescribedPredicate<JavaClass> isPrimitive() {
    return DescribedPredicate.describe(
        "primitive", type -> type.getBaseComponentType().isPrimitive());
  }

  private static DescribedPredicate<JavaClass> isNested() {
    return DescribedPredicate.describe("nested", JavaClass::isNestedClass);
  }

  private static String[] join(String[] some, String... more) {
    return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new);
  }

  private static ArchCondition<JavaClass> haveATestNamedAfterThem() {
    return new ArchCondition<>("have a test named after them") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        Path test = Path.of("src/test/java", (type.getName() + "Test").replace('.', '/') + ".java");
        events.add(
            new SimpleConditionEvent(type, Files.exists(test), type.getName() + " and " + test));
      }
    };
  }

  private static ArchCondition<JavaClass> haveAStaticParse() {
    return new ArchCondition<>("have a static parse of bytes") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean found =
            type.getMethods().stream()
                .filter(method -> method.getName().equals("parse"))
                .filter(method -> method.getModifiers().contains(JavaModifier.STATIC))
                .map(JavaMethod::getRawParameterTypes)
                .anyMatch(
                    types ->
                        !types.isEmpty()
                            && (types.getFirst().isEquivalentTo(byte[].class)
                                || types.getFirst().isEquivalentTo(ByteCursor.class)));
        events.add(
            new SimpleConditionEvent(
                type, found, type.getName() + " has no parse(ByteCursor) or parse(byte[]…)"));
      }
    };
  }

  private static ArchCondition<JavaClass> readStandardStreams() {
    return new ArchCondition<>("read System.in, System.out or System.err") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getFieldAccessesFromSelf().stream()
            .filter(access -> access.getTargetOwner().isEquivalentTo(System.class))
            .filter(access -> alwaysTrue().test(access))
            .forEach(
                access ->
                    events.add(new SimpleConditionEvent(type, true, access.getDescription())));
      }
    };
  }
}
