package dev.cairn.spring.observation;

import static dev.cairn.spring.shop.CityTotalMv.CITY_TOTAL;
import static dev.cairn.spring.shop.OrderTable.ORDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.data.Database;
import dev.cairn.data.FailedStatementException;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
import dev.cairn.embedded.junit.FreshDatabase;
import dev.cairn.spring.CairnAutoConfiguration;
import dev.cairn.spring.shop.Order;
import dev.cairn.spring.shop.Orders;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.ClassUtils;

/** Tests that calls and steps of migrations are observations of Micrometer. */
@ExtendWith(EmbeddedStarRocksExtension.class)
class ObservationsTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ObservationRegistry registry = ObservationRegistry.create();
    private final List<String> endedObservations = new CopyOnWriteArrayList<>();
    private EmbeddedStarRocks server;
    private String url;

    private ApplicationContextRunner applicationWithoutRegistry;

    private ApplicationContextRunner application;

    @BeforeEach
    void configure(FreshDatabase freshDatabase) {
        server = freshDatabase.server();
        url = freshDatabase.jdbcUrl();
        registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
        registry.observationConfig().observationHandler(new Recorder());
        applicationWithoutRegistry = new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(CairnAutoConfiguration.class, CairnObservationAutoConfiguration.class))
                .withPropertyValues("cairn.url=" + url, "cairn.user=root");
        application = applicationWithoutRegistry.withBean(ObservationRegistry.class, () -> registry);
    }

    /** Records the ended observations in the form {@code name | contextual name | low | high | error}. */
    private final class Recorder implements ObservationHandler<Observation.Context> {
        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }

        @Override
        public void onStop(Observation.Context context) {
            Throwable error = context.getError();
            endedObservations.add(String.join(
                    " | ",
                    context.getName(),
                    context.getContextualName(),
                    joinValues(context.getLowCardinalityKeyValues()),
                    joinValues(context.getHighCardinalityKeyValues()),
                    error == null ? "none" : error.getClass().getSimpleName()));
        }

        private static String joinValues(KeyValues values) {
            return values.stream()
                    .map(value -> value.getKey() + "=" + value.getValue())
                    .collect(Collectors.joining(" "));
        }
    }

    @Test
    void stepsOfMigrationsAndCallsAreObserved() {
        application.run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(endedObservations)
                    .containsExactly(
                            "cairn.migration.step | V0001Orders step 1 | migration=V0001Orders schema=shop | step=1 | none",
                            "cairn.migration.step | V0002TotalsOfCities step 1 | migration=V0002TotalsOfCities"
                                    + " schema=shop | step=1 | none");
            endedObservations.clear();

            Database database = context.getBean(Database.class);
            database.insert(ORDER, List.of(new Order(1, "Oslo", BigDecimal.ONE), new Order(2, "Rome", BigDecimal.TEN)));
            context.getBean(Orders.class).cities();
            database.execute("SELECT 1");
            database.refresh(CITY_TOTAL).await();
            assertThatThrownBy(() -> database.query("SELECT nothing", row -> row.textAt(0)))
                    .isInstanceOf(FailedStatementException.class);
            assertThat(endedObservations)
                    .containsExactly(
                            "cairn.insert | insert orders | method=none schema=shop target=orders | rows=2 | none",
                            "cairn.query | query Orders.cities | method=Orders.cities schema=shop target=none | rows=2"
                                    + " | none",
                            "cairn.execute | execute shop | method=none schema=shop target=none | rows=0 | none",
                            "cairn.refresh | refresh city_total | method=none schema=shop target=city_total |  | none",
                            "cairn.query | query shop | method=none schema=shop target=none |  |"
                                    + " FailedStatementException");

            Timer timer =
                    meters.get("cairn.query").tag("method", "Orders.cities").timer();
            assertThat(timer.count()).isEqualTo(1);
            assertThat(timer.getId().getTag("error")).isEqualTo("none");
            assertThat(meters.get("cairn.query")
                            .tag("error", "FailedStatementException")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(meters.get("cairn.migration.step").timers()).hasSize(2);
        });
    }

    @Test
    void aCallIsTheCurrentObservationOfItsThreadUnlessItIsAStream() {
        application.run(context -> {
            Database database = context.getBean(Database.class);
            database.insert(ORDER, new Order(1, "Oslo", BigDecimal.ONE));

            database.query("SELECT 1", row -> {
                assertThat(registry.getCurrentObservation().getContext().getName())
                        .isEqualTo("cairn.query");
                return row.longAt(0);
            });
            assertThat(registry.getCurrentObservation()).isNull();
            endedObservations.clear();
            try (Stream<Order> orders = database.from(ORDER).stream()) {
                assertThat(registry.getCurrentObservation()).isNull();
                assertThat(orders).hasSize(1);
            }
            assertThat(endedObservations)
                    .containsExactly(
                            "cairn.stream | stream orders | method=none schema=shop target=orders | rows=1 | none");
        });
    }

    @Test
    void aFailedStepEndsWithItsError() {
        server.faults().add(Trigger.matching("CREATE MATERIALIZED VIEW.*"), Fault.reject(1064, "HY000", "no"));
        application.run(context -> assertThat(context).hasFailed());
        assertThat(endedObservations)
                .last()
                .isEqualTo("cairn.migration.step | V0002TotalsOfCities step 1 | migration=V0002TotalsOfCities"
                        + " schema=shop | step=1 | StepFailedException");
    }

    @Test
    void aFailingRegistryStopsNeitherMigrationsNorCalls() {
        registry.observationConfig().observationPredicate((name, context) -> {
            throw new IllegalStateException("no observations");
        });
        application.run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(Orders.class).cities()).isEmpty();
        });
        assertThat(endedObservations).isEmpty();
    }

    /** The actuator has its classes in other packages since Spring Boot 4. */
    @Test
    void theActuatorCreatesTimersAndItsPropertiesTurnThemOff() {
        Set<String> classNames = Set.of(
                "CairnAutoConfiguration",
                "CairnObservationAutoConfiguration",
                "CompositeMeterRegistryAutoConfiguration",
                "MetricsAutoConfiguration",
                "ObservationAutoConfiguration",
                "SimpleMetricsExportAutoConfiguration");
        ClassLoader loader = getClass().getClassLoader();
        List<Class<?>> classes = new ArrayList<>();
        for (String name : ImportCandidates.load(AutoConfiguration.class, loader)) {
            if (classNames.contains(ClassUtils.getShortName(name))) {
                classes.add(ClassUtils.resolveClassName(name, loader));
            }
        }
        assertThat(classes).hasSameSizeAs(classNames);
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(classes.toArray(Class[]::new)))
                .withPropertyValues(
                        "cairn.url=" + url, "cairn.user=root", "management.observations.enable.cairn.insert=false")
                .run(context -> {
                    context.getBean(Database.class).insert(ORDER, new Order(1, "Oslo", BigDecimal.ONE));
                    context.getBean(Orders.class).cities();
                    MeterRegistry timers = context.getBean(MeterRegistry.class);
                    assertThat(timers.get("cairn.query").timer().count()).isEqualTo(1);
                    assertThat(timers.get("cairn.migration.step").timers()).hasSize(2);
                    assertThat(timers.find("cairn.insert").timers()).isEmpty();
                });
    }

    @Test
    void withoutARegistryNothingIsObserved() {
        applicationWithoutRegistry
                .withPropertyValues("cairn.mode=none")
                .run(context ->
                        assertThat(context).hasNotFailed().doesNotHaveBean(CairnObservationAutoConfiguration.class));
    }
}
