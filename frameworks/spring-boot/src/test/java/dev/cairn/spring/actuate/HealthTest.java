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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

class HealthTest {
    private static final ShopVersion OLD = ShopVersion.ofMigrations(2);
    private static final ShopVersion NEW =
            OLD.and("Wider city", "ALTER TABLE `orders` MODIFY COLUMN `city` varchar(60)");
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static EmbeddedStarRocks server;

    @BeforeAll
    static void start() {
        server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.manual()));
    }

    @AfterAll
    static void stop() {
        server.close();
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

    private static Migrator migrator(ShopVersion version) {
        return Migrator.of(version, server.dataSource("shop"), MigratorOptions.DEFAULT.author("deploy@ci"));
    }

    private static SpringApplicationBuilder application(ShopVersion version, String... properties) {
        return ShopApplication.with(version, ShopApplication.at(server.jdbcUrl("shop"), properties));
    }

    private static ActuatorClient web(ShopVersion version, String... properties) {
        return ActuatorClient.start(
                ShopApplication.with(version, ShopApplication.web(server.jdbcUrl("shop"), properties)));
    }

    @Test
    void anApplicationIsAliveAndNotReadyDuringALongJob() {
        try (ActuatorClient old = web(OLD)) {
            old.assertGet("health/liveness", 200, "UP");
            old.assertGet("health/readiness", 200, "UP");
            old.assertGet("health/cairn", 200, "\"status\":\"UP\"", "\"position\":\"current\"", "\"lastMigration\":2");

            try (ActuatorClient pod = web(NEW, "cairn.background=true", "cairn.author=deploy@ci")) {
                await().atMost(LIMIT).until(() -> !server.jobs().running().isEmpty());
                pod.assertGet("health/liveness", 200, "UP");
                pod.assertGet("health/readiness", 503, "OUT_OF_SERVICE");
                pod.assertGet(
                        "health/cairn",
                        503,
                        "\"status\":\"OUT_OF_SERVICE\"",
                        "\"position\":\"behind\"",
                        "\"pending\":[\"V0003WiderCity\"]",
                        "\"inProgress\":{\"migration\":3,\"direction\":\"upgrade\",\"finishedSteps\":[],\"openSteps\":[1]}",
                        "\"ledgerOwner\":\"deploy@ci/");
                old.assertGet("health/readiness", 200, "UP");
                old.assertGet("health/cairn", 200, "\"position\":\"current\"", "\"migration\":3");

                await().atMost(LIMIT).until(() -> {
                    server.jobs().finish();
                    return pod.code("health/readiness") == 200;
                });
                pod.assertGet("health/liveness", 200, "UP");
                pod.assertGet("health/cairn", 200, "\"position\":\"current\"", "\"lastMigration\":3");
                old.assertGet("health/cairn", 200, "\"position\":\"ahead\"", "\"lastMigration\":3");
            }
        }
    }

    @Test
    void aFailedMigrationInTheBackgroundMakesTheApplicationDown() {
        server.faults().add(Trigger.matching("(?i)create table.*"), Fault.refuse(1064, "HY000", "no space is left"));
        try (ActuatorClient application = web(OLD, "cairn.background=true")) {
            await().atMost(LIMIT).until(() -> application.code("health/liveness") == 503);
            application.assertGet("health/readiness", 503, "OUT_OF_SERVICE");
            application.assertGet(
                    "health/cairn", 503, "\"status\":\"DOWN\"", "\"position\":\"behind\"", "no space is left");
        }
    }

    @Test
    void theStateFollowsTheDatabase() {
        try (ConfigurableApplicationContext application =
                application(OLD, "cairn.mode=none").run()) {
            SchemaStates states = application.getBean(SchemaStates.class);
            assertThat(states.health(states.collectStates())).isEqualTo(Health.OUT_OF_SERVICE);
            migrator(OLD).upgrade();
            assertThat(states.health(states.collectStates())).isEqualTo(Health.UP);
            migrator(OLD).downgradeTo(1);
            migrator(ShopVersion.ofMigrations(1).and("Another branch", "ALTER TABLE `orders` COMMENT = 'x'"))
                    .upgrade();
            assertThat(states.health(states.collectStates())).isEqualTo(Health.DOWN);
            assertThat(states.collectStates().get("shop").error())
                    .startsWith("The migration "
                            + migrator(OLD).status().edited().orElseThrow().name()
                            + " ran with a different text than that of this application.")
                    .contains("If it was edited after it had run, restore its text");
        }
    }

    @Test
    void aSchemaInTwoDatabasesHasTwoStates() {
        try (ConfigurableApplicationContext application = application(OLD).run()) {
            SchemaStates states = new SchemaStates(
                    Map.of("european", migrator(OLD), "american", Migrator.of(OLD, "jdbc:mysql://127.0.0.1:1/shop")),
                    application.getBean(CairnInitializer.class),
                    LIMIT);
            Map<String, SchemaState> both = states.collectStates();
            assertThat(both).containsOnlyKeys("european", "american");
            assertThat(both.get("european").status()).isEqualTo(Health.UP);
            assertThat(both.get("american").status()).isEqualTo(Health.DOWN);
            assertThat(states.health(both)).isEqualTo(Health.DOWN);
        }
    }

    @Test
    void aServerThatDoesNotAnswerDelaysNoCheckAndGetsNoSecondQuery() {
        try (ConfigurableApplicationContext application = application(OLD).run()) {
            SchemaStates states = new SchemaStates(
                    application.getBeansOfType(Migrator.class),
                    application.getBean(CairnInitializer.class),
                    Duration.ofMillis(50));
            server.faults().add(Trigger.connecting(), Fault.silentBefore());
            for (int check = 0; check < 3; check++) {
                assertThat(states.collectStates())
                        .containsEntry("shop", SchemaState.ofUnknown("The server has not answered for 50 ms."));
            }
            await().atMost(LIMIT).until(() -> server.connections() == 1);
        }
    }

    @Test
    void anUnreachableServerIsDown() {
        try (ConfigurableApplicationContext application = ShopApplication.at(
                        "jdbc:mysql://127.0.0.1:1/shop", "cairn.mode=none")
                .run()) {
            SchemaStates states = application.getBean(SchemaStates.class);
            assertThat(states.collectStates().get("shop").error()).contains("no connection to the server");
            assertThat(states.health(states.collectStates())).isEqualTo(Health.DOWN);
        }
    }
}
