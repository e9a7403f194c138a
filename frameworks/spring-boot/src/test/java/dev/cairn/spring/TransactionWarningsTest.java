package dev.cairn.spring;

import static dev.cairn.spring.shop.OrderTable.ORDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.data.Database;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
import dev.cairn.spring.shop.Order;
import dev.cairn.spring.shop.Orders;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Tests that an application with transactions on H2 and on StarRocks is warned where they have no effect. */
@ExtendWith(EmbeddedStarRocksExtension.class)
class TransactionWarningsTest {
    private static final String CLASS_PREFIX = "dev.cairn.spring.TransactionWarningsTest$Shopping.";
    private static final Logger LOG = Logger.getLogger("dev.cairn.spring");

    @AutoClose
    private static AnnotationConfigApplicationContext context;

    private static Shopping shopping;
    private static Database database;

    private final List<String> warnings = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord logRecord) {
            warnings.add(logRecord.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeAll
    static void startApplication(EmbeddedStarRocks server) {
        server.createDatabase("transactions");
        context = new AnnotationConfigApplicationContext();
        context.registerBean(EmbeddedStarRocks.class, () -> server, definition -> definition.setDestroyMethodName(""));
        context.register(Application.class);
        context.refresh();
        shopping = context.getBean(Shopping.class);
        database = context.getBean(Database.class);
    }

    @BeforeEach
    void startListening() {
        LOG.addHandler(handler);
        LOG.setUseParentHandlers(false);
    }

    @AfterEach
    void stopListening() {
        LOG.removeHandler(handler);
        LOG.setUseParentHandlers(true);
    }

    private static Order createOrder(long id) {
        return new Order(id, "Oslo", new BigDecimal("1.00"));
    }

    @Test
    void aWriteDuringATransactionIsReportedOnceForEachMethod() {
        shopping.insert();
        assertThat(warnings)
                .containsExactly(
                        CLASS_PREFIX + "insert: insert of orders of the schema shop takes no part in the Spring"
                                + " transaction: StarRocks executes it at once, and does not undo it if the transaction is rolled"
                                + " back. Call it after the commit, for example in a @TransactionalEventListener; or make sure that it can"
                                + " be repeated, as with rows of a primary key table or a load with a label. This warning appears"
                                + " once for each method; cairn.transaction-warnings=false turns it off.");
        shopping.insert();
        assertThat(warnings).hasSize(1);
        shopping.add();
        assertThat(warnings)
                .hasSize(2)
                .last()
                .asString()
                .startsWith(CLASS_PREFIX + "add: Orders.add of the schema shop");
    }

    @Test
    void aRollbackKeepsTheRowsAndIsReported() {
        assertThatThrownBy(() -> shopping.insertAndFail()).hasMessage("after the insert");
        assertThat(warnings).singleElement().asString().startsWith(CLASS_PREFIX + "insertAndFail: insert of orders");
        assertThat(database.from(ORDER).where(ORDER.id.eq(2)).list()).containsExactly(createOrder(2));
    }

    @Test
    void readsAndWritesAfterTheCommitAreNotReported() {
        shopping.read();
        shopping.insertAfterCommit();
        database.insert(ORDER, createOrder(3));
        assertThat(database.from(ORDER)
                        .where(ORDER.id.in(4, 6))
                        .orderBy(ORDER.id.asc())
                        .list())
                .containsExactly(createOrder(4), createOrder(6));
        assertThat(warnings).isEmpty();
    }

    @Test
    void aTransactionOfStarRocksIsReportedOnceForEachMethod() {
        shopping.begin();
        shopping.begin();
        assertThat(warnings)
                .containsExactly(CLASS_PREFIX + "begin: a Spring transaction begins on a DataSource of StarRocks, which"
                        + " executes each statement of a JDBC transaction at once, and a rollback has no effect."
                        + " Remove @Transactional, name the transaction manager of another DataSource, or set readOnly ="
                        + " true if the method only reads. This warning appears once for each method;"
                        + " cairn.transaction-warnings=false turns it off.");
    }

    @Test
    void aTransactionOfStarRocksThatOnlyReadsIsNotReported() {
        shopping.beginReadOnly();
        assertThat(warnings).isEmpty();
    }

    /** The data source has the same server as a URL, or is that of no schema. */
    @Test
    void aTransactionOfStarRocksIsReportedWhateverTheSchemasUse() {
        TransactionTemplate transaction =
                new TransactionTemplate(context.getBean("otherTransactions", DataSourceTransactionManager.class));
        transaction.setName("Other.transaction");
        transaction.executeWithoutResult(status -> {});
        assertThat(warnings).singleElement().asString().contains("begins on a DataSource of StarRocks");
    }

    @Test
    void aTransactionMayHaveNoName() {
        new TransactionTemplate(context.getBean("starRocksTransactions", DataSourceTransactionManager.class))
                .executeWithoutResult(status -> {});
        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith("A transaction without a name: a Spring transaction");
    }

    @Test
    void theWarningsCanBeTurnedOff() {
        ApplicationContextRunner application = new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(CairnAutoConfiguration.class, CairnTransactionAutoConfiguration.class))
                .withPropertyValues("cairn.mode=none", "cairn.url=jdbc:mysql://127.0.0.1:1/none");
        application.run(context -> assertThat(context).hasSingleBean(TransactionWarnings.class));
        for (String property : List.of("cairn.transaction-warnings=false", "cairn.enabled=false")) {
            application
                    .withPropertyValues(property)
                    .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(TransactionWarnings.class));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement
    @ImportAutoConfiguration({CairnAutoConfiguration.class, CairnTransactionAutoConfiguration.class})
    @Import(Shopping.class)
    static class Application {
        @Bean
        @Primary
        DataSource h2() {
            return new DriverManagerDataSource("jdbc:h2:mem:transactions;DB_CLOSE_DELAY=-1");
        }

        @Bean
        @CairnDataSource
        DataSource starRocks(EmbeddedStarRocks server) {
            return server.dataSource("transactions");
        }

        @Bean
        @Primary
        DataSourceTransactionManager h2Transactions(DataSource h2) {
            return new DataSourceTransactionManager(h2);
        }

        @Bean
        DataSourceTransactionManager otherTransactions(EmbeddedStarRocks server) {
            return new DataSourceTransactionManager(server.dataSource("transactions"));
        }

        @Bean
        DataSourceTransactionManager starRocksTransactions(@CairnDataSource DataSource starRocks) {
            return new DataSourceTransactionManager(starRocks);
        }
    }

    static class Shopping {
        private final Database database;
        private final Orders orders;
        private final ApplicationEventPublisher events;

        Shopping(Database database, Orders orders, ApplicationEventPublisher events) {
            this.database = database;
            this.orders = orders;
            this.events = events;
        }

        @Transactional
        public void insert() {
            database.insert(ORDER, createOrder(1));
        }

        @Transactional
        public void add() {
            orders.add(1, "Oslo", BigDecimal.ONE);
        }

        @Transactional
        public void insertAndFail() {
            database.insert(ORDER, createOrder(2));
            throw new IllegalStateException("after the insert");
        }

        @Transactional
        public void read() {
            database.from(ORDER).count();
            orders.cities();
        }

        @Transactional
        public void insertAfterCommit() {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    database.insert(ORDER, createOrder(4));
                }
            });
            events.publishEvent(createOrder(6));
        }

        @TransactionalEventListener
        public void insert(Order order) {
            database.insert(ORDER, order);
        }

        @Transactional("starRocksTransactions")
        public void begin() {
            database.insert(ORDER, createOrder(5));
        }

        @Transactional(transactionManager = "starRocksTransactions", readOnly = true)
        public void beginReadOnly() {
            orders.cities();
        }
    }
}
