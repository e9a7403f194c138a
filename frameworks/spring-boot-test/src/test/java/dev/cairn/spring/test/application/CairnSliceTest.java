package dev.cairn.spring.test.application;

import static dev.cairn.spring.shop.OrderTable.ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Migrator;
import dev.cairn.Status.DatabaseState;
import dev.cairn.data.Database;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.junit.FreshDatabase;
import dev.cairn.spring.MigratorCustomizer;
import dev.cairn.spring.shop.Orders;
import dev.cairn.spring.test.CairnTest;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;

/** Tests the application context of a test with {@code @CairnTest}. */
@CairnTest(properties = {"cairn.mode=require", "shop.greeting=hello"})
class CairnSliceTest {
    @Autowired
    private ApplicationContext context;

    @Autowired
    private Orders orders;

    @Autowired
    private Database database;

    @Test
    void theSchemaIsCurrentInEachMode(@Autowired Migrator migrator) {
        assertThat(migrator.status().databaseState()).isEqualTo(DatabaseState.CURRENT);
        assertThat(migrator.check().isEmpty()).isTrue();
    }

    @RepeatedTest(2)
    void aTestSeesNoRowsOfOthers() {
        assertThat(orders.cities()).isEmpty();
        orders.add(1, "Oslo", BigDecimal.ONE);
        assertThat(database.from(ORDER).count()).isEqualTo(1);
    }

    @Test
    void componentsOfTheApplicationAreLeftOut() {
        assertThat(context.getBeanNamesForType(OrderService.class)).isEmpty();
        assertThat(context.getBeanNamesForType(ApplicationRunner.class)).isEmpty();
        assertThat(context.getBeanNamesForType(DataSource.class)).isEmpty();
        assertThat(context.getBeanNamesForType(MigratorCustomizer.class)).containsExactly("longerPatience");
    }

    @Test
    void propertiesOfTheTestApply(@Autowired Environment environment) {
        assertThat(environment.getProperty("shop.greeting")).isEqualTo("hello");
    }

    @Test
    void theDatabaseAndTheServerAreInjected(@Autowired FreshDatabase freshDatabase, @Autowired EmbeddedStarRocks server)
            throws SQLException {
        try (Connection connection = freshDatabase.connection();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO orders (id, city, amount) VALUES (7, 'Bergen', 1)");
        }
        assertThat(orders.cities()).containsExactly("Bergen");
        assertThat(server.log().findMatching("(?i)(/\\*.*\\*/)?\\s*(insert|create).*"))
                .hasSize(1);
    }

    @RepeatedTest(2)
    void faultsEndWithTheTest(@Autowired EmbeddedStarRocks server) {
        assertThat(server.faults().countPending()).isZero();
        server.faults().add(Trigger.matching("never"), Fault.cutBefore());
    }

    @Nested
    class NestedTests {
        @Test
        void nestedClassesBelongToTheSlice() {
            assertThat(orders.cities()).isEmpty();
        }
    }
}
