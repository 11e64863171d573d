package antiphon.server;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The rules of ARCHITECTURE.md that a compiler does not check.
final class ArchitectureTest {
    private static final JavaClasses ANTIPHON =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("antiphon");

    /// Packages that get the time passed in, so that hours of calls are tested in seconds.
    private static final String[] PURE = {
        "antiphon.media.audio..",
        "antiphon.media.rtp..",
        "antiphon.signaling.sdp..",
        "antiphon.ivr.expression..",
        "antiphon.ivr.flow..",
        "antiphon.ivr.run..",
        "antiphon.ivr.simulation..",
        "antiphon.ivr.turn..",
        "antiphon.ivr.voicemail..",
        "antiphon.ivr.yaml..",
    };

    private static final Set<String> CLOCKS =
            Set.of(
                    "java.lang.System.nanoTime",
                    "java.lang.System.currentTimeMillis",
                    "java.time.Instant.now",
                    "java.time.LocalDateTime.now",
                    "java.time.ZonedDateTime.now",
                    "java.time.Clock.systemUTC",
                    "java.time.Clock.systemDefaultZone",
                    "java.lang.Thread.sleep");

    @Test
    void allModulesAreLookedAt() {
        assertThat(ANTIPHON.stream().map(type -> type.getPackageName()))
                .contains(
                        "antiphon.media",
                        "antiphon.storage",
                        "antiphon.signaling",
                        "antiphon.ivr",
                        "antiphon.server");
    }

    @Test
    void theSipStackStaysInItsPackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage("antiphon.signaling.jain..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javax.sip..", "gov.nist..")
                .check(ANTIPHON);
    }

    @Test
    void sqlStaysInStorage() {
        noClasses()
                .that()
                .resideOutsideOfPackage("antiphon.storage..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.sql..",
                        "javax.sql..",
                        "org.jdbi..",
                        "org.postgresql..",
                        "com.zaxxer..")
                .check(ANTIPHON);
    }

    @Test
    void theMediaEngineKnowsTheJdkAlone() {
        classes()
                .that()
                .resideInAPackage("antiphon.media..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.crypto..",
                        "jdk.internal..",
                        "antiphon.media..",
                        "org.jspecify..")
                .check(ANTIPHON);
    }

    @Test
    void storageAndSignalingDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage("antiphon.storage..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("antiphon.signaling..", "antiphon.media..", "antiphon.ivr..")
                .check(ANTIPHON);
        noClasses()
                .that()
                .resideInAPackage("antiphon.signaling..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("antiphon.storage..", "antiphon.ivr..")
                .check(ANTIPHON);
    }

    @Test
    void nobodyKnowsTheServer() {
        noClasses()
                .that()
                .resideOutsideOfPackage("antiphon.server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("antiphon.server..")
                .check(ANTIPHON);
    }

    @Test
    void packagesFormNoCircles() {
        slices().matching("antiphon.(**)").should().beFreeOfCycles().check(ANTIPHON);
    }

    @Test
    void purePackagesReadNoClock() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .callMethodWhere(
                        target(describe("reads or waits for the clock", ArchitectureTest::isClock)))
                .allowEmptyShould(false)
                .check(ANTIPHON);
    }

    @Test
    void purePackagesTouchNoSocket() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..", "java.nio.channels..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.net\\.(Server|Datagram)?Socket")
                .check(ANTIPHON);
    }

    private static boolean isClock(AccessTarget target) {
        return CLOCKS.contains(target.getOwner().getName() + "." + target.getName());
    }
}
