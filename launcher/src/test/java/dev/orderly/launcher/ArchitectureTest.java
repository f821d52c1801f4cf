package dev.orderly.launcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;

/** Who may use what. */
@AnalyzeClasses(packages = "dev.orderly", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] SERVICES = {
        "dev.orderly.order..", "dev.orderly.stock..", "dev.orderly.payment..", "dev.orderly.catalog.."
    };

    @ArchTest
    static final ArchRule contractsAndFaultsArePlainJava = classes()
            .that()
            .resideInAnyPackage("dev.orderly.contracts..", "dev.orderly.faults..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "dev.orderly.contracts..", "dev.orderly.faults..");

    @ArchTest
    static final ArchRule domainsArePlainJavaAndContracts = classes()
            .that()
            .resideInAPackage("dev.orderly.(*).domain..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "dev.orderly.contracts..", "dev.orderly.*.domain..");

    @ArchTest
    static final ArchRule noServiceKnowsAnother = slices().matching("dev.orderly.(order|stock|payment|catalog)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule persistenceKnowsNeitherEventsNorMessagesNorHttp = noClasses()
            .that()
            .resideInAPackage("dev.orderly.persistence..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.orderly.contracts..", "dev.orderly.messaging..", "dev.orderly.web..");

    @ArchTest
    static final ArchRule messagingKnowsNoHttp = noClasses()
            .that()
            .resideInAPackage("dev.orderly.messaging..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.orderly.web..");

    @ArchTest
    static final ArchRule webKnowsNoMessages = noClasses()
            .that()
            .resideInAPackage("dev.orderly.web..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.orderly.contracts..", "dev.orderly.messaging..");

    @ArchTest
    static final ArchRule tracingKnowsNothingOfOurs = noClasses()
            .that()
            .resideInAPackage("dev.orderly.tracing..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.orderly.contracts..",
                    "dev.orderly.persistence..",
                    "dev.orderly.messaging..",
                    "dev.orderly.web..",
                    "dev.orderly.service..",
                    "dev.orderly.launcher..");

    @ArchTest
    static final ArchRule librariesKnowNoService = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.orderly.tracing..",
                    "dev.orderly.persistence..",
                    "dev.orderly.messaging..",
                    "dev.orderly.web..",
                    "dev.orderly.service..",
                    "dev.orderly.embedded..",
                    "dev.orderly.audit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SERVICES);

    @ArchTest
    static final ArchRule servicesKnowNeitherLauncherNorEmbeddedBackends = noClasses()
            .that()
            .resideInAnyPackage(SERVICES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.orderly.launcher..", "dev.orderly.embedded..", "dev.orderly.testing..");

    @ArchTest
    static final ArchRule nobodyUsesThePublisherThatConfirmsLostMessages =
            noClasses().should().dependOnClassesThat().haveFullyQualifiedName("io.vertx.rabbitmq.RabbitMQPublisher");

    @ArchTest
    static final ArchRule s47NobodyReadsSerializedObjects =
            noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class);

    @ArchTest
    static final ArchRule neitherHttpNorEventsNorWiringSpeakSql = noClasses()
            .that()
            .resideInAnyPackage(SERVICES)
            .and()
            .haveNameMatching(".*(Api|Consumer|Verticle|Config|Service)")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx.sqlclient..");
}
