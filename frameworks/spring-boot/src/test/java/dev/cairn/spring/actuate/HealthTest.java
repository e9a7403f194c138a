package dev.cairn.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.job.Job;
import dev.cairn.spring.CairnInitializer;
import dev.cairn.spring.actuate.SchemaState.Health;
import dev.cairn.spring.shop.ShopApplication;
import dev.cairn.spring.shop.ShopVersion;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/** Tests the health of applications that start, wait for migrations, or have no server. */
class HealthTest {
    private static final ShopVersion OLD_VERSION = ShopVersion.ofMigrations(2);
    private static final ShopVersion NEW_VERSION =
            OLD_VERSION.withMigration("Wider city", "ALTER TABLE `orders` MODIFY COLUMN `city` varchar(60)");
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @AutoClose
    private static EmbeddedStarRocks server;

    @BeforeAll
    static void startServer() {
        server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.manual()));
    }

    @BeforeEach
    void createDatabase() {
        server.createDatabase("shop");
    }

    @AfterEach
    void dropDatabase() {
        server.faults().clear();
        server.closeSilentConnections();
        server.dropDatabase("shop");
    }

    private static Migrator createMigrator(ShopVersion version) {
        return Migrator.of(version, server.dataSource("shop"), MigratorOptions.DEFAULT.author("deploy@ci"));
    }

    private static SpringApplicationBuilder applicationBuilder(ShopVersion version, String... properties) {
        return ShopApplication.withVersion(version, ShopApplication.builderFor(server.jdbcUrl("shop"), properties));
    }

    private static ActuatorClient startWebApplication(ShopVersion version, String... properties) {
        return ActuatorClient.start(ShopApplication.withVersion(
                version, ShopApplication.webBuilderFor(server.jdbcUrl("shop"), properties)));
    }

    @Test
    void anApplicationIsAliveAndNotReadyDuringALongJob() {
        try (ActuatorClient oldApplication = startWebApplication(OLD_VERSION)) {
            oldApplication.assertGet("health/liveness", 200, "UP");
            oldApplication.assertGet("health/readiness", 200, "UP");
            oldApplication.assertGet(
                    "health/cairn", 200, "\"status\":\"UP\"", "\"position\":\"current\"", "\"lastMigration\":2");

            try (ActuatorClient newApplication =
                    startWebApplication(NEW_VERSION, "cairn.background=true", "cairn.author=deploy@ci")) {
                await().atMost(TIMEOUT).until(() -> !server.jobs().runningJobs().isEmpty());
                newApplication.assertGet("health/liveness", 200, "UP");
                newApplication.assertGet("health/readiness", 503, "OUT_OF_SERVICE");
                newApplication.assertGet(
                        "health/cairn",
                        503,
                        "\"status\":\"OUT_OF_SERVICE\"",
                        "\"position\":\"behind\"",
                        "\"pending\":[\"V0003WiderCity\"]",
                        "\"inProgress\":{\"migration\":3,\"direction\":\"upgrade\",\"finishedSteps\":[],\"openSteps\":[1]}",
                        "\"ledgerOwner\":\"deploy@ci/");
                oldApplication.assertGet("health/readiness", 200, "UP");
                oldApplication.assertGet("health/cairn", 200, "\"position\":\"current\"", "\"migration\":3");

                await().atMost(TIMEOUT).until(() -> {
                    server.jobs().finish();
                    return newApplication.statusCode("health/readiness") == 200;
                });
                newApplication.assertGet("health/liveness", 200, "UP");
                newApplication.assertGet("health/cairn", 200, "\"position\":\"current\"", "\"lastMigration\":3");
                oldApplication.assertGet("health/cairn", 200, "\"position\":\"ahead\"", "\"lastMigration\":3");
            }
        }
    }

    @Test
    void aFailedMigrationInTheBackgroundMakesTheApplicationDown() {
        server.faults().add(Trigger.matching("(?i)create table.*"), Fault.reject(1064, "HY000", "no space is left"));
        try (ActuatorClient application = startWebApplication(OLD_VERSION, "cairn.background=true")) {
            await().atMost(TIMEOUT).until(() -> application.statusCode("health/liveness") == 503);
            application.assertGet("health/readiness", 503, "OUT_OF_SERVICE");
            application.assertGet(
                    "health/cairn", 503, "\"status\":\"DOWN\"", "\"position\":\"behind\"", "no space is left");
        }
    }

    /** Spring Boot declares the application alive when it has started; before that, the state is broken by default. */
    @Test
    void aFailureBeforeTheEndOfTheStartRemainsTheLivenessState() {
        server.faults().add(Trigger.matching("(?i)create table.*"), Fault.reject(1064, "HY000", "no space is left"));
        ApplicationListener<ApplicationStartedEvent> failureAwaiter = event -> await().atMost(TIMEOUT)
                .until(() -> event.getApplicationContext()
                                .getBean(ApplicationAvailability.class)
                                .getLastChangeEvent(LivenessState.class)
                        != null);
        SpringApplicationBuilder builder = ShopApplication.withVersion(
                OLD_VERSION, ShopApplication.webBuilderFor(server.jdbcUrl("shop"), "cairn.background=true"));
        try (ActuatorClient application = ActuatorClient.start(builder.listeners(failureAwaiter))) {
            assertThat(application.statusCode("health/liveness")).isEqualTo(503);
        }
    }

    @Test
    void aFailureInOneDatabaseDoesNotCountForAnotherOne() {
        server.faults().add(Trigger.matching("(?i)create table.*"), Fault.reject(1064, "HY000", "no space is left"));
        try (ConfigurableApplicationContext application =
                applicationBuilder(OLD_VERSION, "cairn.background=true").run()) {
            CairnInitializer initializer = application.getBean(CairnInitializer.class);
            await().atMost(TIMEOUT).until(() -> initializer.failure().isPresent());
            Map<String, SchemaState> statesByDatabase = new SchemaMonitor(
                            Map.of(
                                    "european",
                                    application.getBean(Migrator.class),
                                    "american",
                                    createMigrator(OLD_VERSION)),
                            initializer,
                            TIMEOUT)
                    .collectStates();
            assertThat(statesByDatabase.get("european").error()).contains("no space is left");
            assertThat(statesByDatabase.get("american").error()).isNull();
        }
    }

    @Test
    void theStateFollowsTheDatabase() {
        try (ConfigurableApplicationContext application =
                applicationBuilder(OLD_VERSION, "cairn.mode=none").run()) {
            SchemaMonitor states = application.getBean(SchemaMonitor.class);
            assertThat(states.computeHealth(states.collectStates())).isEqualTo(Health.OUT_OF_SERVICE);
            createMigrator(OLD_VERSION).upgrade();
            assertThat(states.computeHealth(states.collectStates())).isEqualTo(Health.UP);
            createMigrator(OLD_VERSION).downgradeTo(1);
            createMigrator(ShopVersion.ofMigrations(1)
                            .withMigration(
                                    OLD_VERSION.migrations().get(1).title(), "ALTER TABLE `orders` COMMENT = 'x'"))
                    .upgrade();
            assertThat(states.computeHealth(states.collectStates())).isEqualTo(Health.DOWN);
            assertThat(states.collectStates().get("shop").error())
                    .startsWith("The migration "
                            + createMigrator(OLD_VERSION)
                                    .status()
                                    .editedMigration()
                                    .orElseThrow()
                                    .name()
                            + " ran with a different text than that of this application.")
                    .contains("If it was edited after it had run, restore its text");
        }
    }

    @Test
    void aSchemaInTwoDatabasesHasTwoStates() {
        try (ConfigurableApplicationContext application =
                applicationBuilder(OLD_VERSION).run()) {
            SchemaMonitor states = new SchemaMonitor(
                    Map.of(
                            "european",
                            createMigrator(OLD_VERSION),
                            "american",
                            Migrator.of(OLD_VERSION, "jdbc:mysql://127.0.0.1:1/shop")),
                    application.getBean(CairnInitializer.class),
                    TIMEOUT);
            Map<String, SchemaState> statesByDatabase = states.collectStates();
            assertThat(statesByDatabase).containsOnlyKeys("european", "american");
            assertThat(statesByDatabase.get("european").status()).isEqualTo(Health.UP);
            assertThat(statesByDatabase.get("american").status()).isEqualTo(Health.DOWN);
            assertThat(states.computeHealth(statesByDatabase)).isEqualTo(Health.DOWN);
        }
    }

    @Test
    void aServerThatDoesNotAnswerDelaysNoCheckAndGetsNoSecondQuery() {
        try (ConfigurableApplicationContext application =
                applicationBuilder(OLD_VERSION).run()) {
            SchemaMonitor states = new SchemaMonitor(
                    application.getBeansOfType(Migrator.class),
                    application.getBean(CairnInitializer.class),
                    Duration.ofMillis(50));
            server.faults().add(Trigger.connecting(), Fault.silentBefore());
            for (int check = 0; check < 3; check++) {
                assertThat(states.collectStates())
                        .containsEntry("shop", SchemaState.ofUnknown("The server has not answered for 50 ms."));
            }
            await().atMost(TIMEOUT).until(() -> server.connectionCount() == 1);
        }
    }

    @Test
    void anUnreachableServerIsDown() {
        try (ConfigurableApplicationContext application = ShopApplication.builderFor(
                        "jdbc:mysql://127.0.0.1:1/shop", "cairn.mode=none")
                .run()) {
            SchemaMonitor states = application.getBean(SchemaMonitor.class);
            assertThat(states.collectStates().get("shop").error()).contains("no connection to the server");
            assertThat(states.computeHealth(states.collectStates())).isEqualTo(Health.DOWN);
        }
    }
}
