package dev.cairn.data;

import static dev.cairn.data.SaleTable.SALE;
import static dev.cairn.data.SalesMv.SALES;
import static dev.cairn.data.SalesSnapshot.SALES_SNAPSHOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.data.CallObserver.Call;
import dev.cairn.data.CallObserver.Completion;
import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
import dev.cairn.embedded.junit.FreshDatabase;
import dev.cairn.schema.Descriptor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An observer of a {@link Database} is notified of the beginning and the end of each call. */
@ExtendWith(EmbeddedStarRocksExtension.class)
class CallObserverTest {
    private static final Sale OSLO = Sale.of(1, "Oslo", 100);
    private static final Sale ROME = Sale.of(2, "Rome", 250);

    private final List<String> events = new CopyOnWriteArrayList<>();
    private Database unobservedDatabase;
    private Database db;

    @BeforeEach
    void start(FreshDatabase fresh) {
        unobservedDatabase = Database.of(SalesServer.createSource(fresh.jdbcUrl()));
        unobservedDatabase.execute(SALE.ddl());
        db = unobservedDatabase.observer(createRecordingObserver(""));
    }

    private CallObserver createRecordingObserver(String prefix) {
        return call -> {
            events.add(prefix + call.kind() + " "
                    + call.method().or(() -> call.target().map(Descriptor::toString)));
            return new Completion() {
                @Override
                public void succeeded(OptionalLong rows) {
                    events.add(prefix + "succeeded " + rows);
                }

                @Override
                public void failed(Throwable failure) {
                    events.add(prefix + "failed " + failure.getClass().getSimpleName());
                }
            };
        };
    }

    private List<String> takeEvents() {
        List<String> takenEvents = List.copyOf(events);
        events.clear();
        return takenEvents;
    }

    private QueryCall createCall(String sql) {
        return new QueryCall(db, "Sales.test", "/* Sales.test */ " + sql);
    }

    @Test
    void callsOfADescriptorNameTheirTable() {
        db.insert(SALE, List.of(OSLO, ROME));
        assertThat(takeEvents()).containsExactly("INSERT Optional[sale]", "succeeded OptionalLong[2]");
        db.from(SALE).list();
        assertThat(takeEvents()).containsExactly("QUERY Optional[sale]", "succeeded OptionalLong[2]");
        db.from(SALE).count();
        assertThat(takeEvents()).containsExactly("QUERY Optional[sale]", "succeeded OptionalLong[1]");
        db.from(SALE).where(SALE.id.eq(2)).list();
        assertThat(takeEvents()).containsExactly("QUERY Optional[sale]", "succeeded OptionalLong[1]");
        db.update(SALE, Sale.of(1, "Bonn", 7));
        assertThat(takeEvents()).containsExactly("UPDATE Optional[sale]", "succeeded OptionalLong[1]");
        db.delete(SALE, OSLO);
        assertThat(takeEvents()).containsExactly("DELETE Optional[sale]", "succeeded OptionalLong[1]");
        db.delete(SALE, SALE.city.eq("Rome"));
        assertThat(takeEvents()).containsExactly("DELETE Optional[sale]", "succeeded OptionalLong[1]");
        db.load(SALE).send(List.of(OSLO, ROME));
        assertThat(takeEvents()).containsExactly("LOAD Optional[sale]", "succeeded OptionalLong[2]");
    }

    @Test
    void callsOfSqlHaveNoTarget() {
        db.execute("INSERT INTO sale (id, amount) VALUES (?, 1)", 1);
        assertThat(takeEvents()).containsExactly("EXECUTE Optional.empty", "succeeded OptionalLong[1]");
        db.query("SELECT * FROM sale", SALE);
        assertThat(takeEvents()).containsExactly("QUERY Optional.empty", "succeeded OptionalLong[1]");
        db.query("SELECT id FROM sale", row -> row.longAt(0));
        assertThat(takeEvents()).containsExactly("QUERY Optional.empty", "succeeded OptionalLong[1]");
    }

    @Test
    void callsOfQueriesNameTheirMethod() {
        createCall("INSERT INTO sale (id, amount) VALUES (1, 1)").execute();
        assertThat(takeEvents()).containsExactly("EXECUTE Optional[Sales.test]", "succeeded OptionalLong[1]");
        createCall("SELECT id FROM sale").list(row -> row.longAt(0));
        assertThat(takeEvents()).containsExactly("QUERY Optional[Sales.test]", "succeeded OptionalLong[1]");
        createCall("SELECT id FROM sale").stream(row -> row.longAt(0)).close();
        assertThat(takeEvents()).containsExactly("STREAM Optional[Sales.test]", "succeeded OptionalLong[0]");
    }

    @Test
    void refreshesAreObservedUntilTheirEnd() {
        unobservedDatabase.execute("CREATE TABLE orders (day DATE, amount BIGINT) PARTITION BY (day)");
        unobservedDatabase.execute(SALES.create());
        unobservedDatabase.execute(SALES_SNAPSHOT.create());

        db.refresh(SALES).await();
        assertThat(takeEvents()).containsExactly("REFRESH Optional[sales]", "succeeded OptionalLong.empty");
        db.refresh(SALES).start();
        assertThat(takeEvents()).containsExactly("REFRESH_REQUEST Optional[sales]", "succeeded OptionalLong.empty");
        try (Refresher refresher = Refresher.start()) {
            refresher.onRequest(db.refresh(SALES_SNAPSHOT)).request().join();
        }
        assertThat(takeEvents()).containsExactly("REFRESH Optional[sales_snapshot]", "succeeded OptionalLong.empty");
    }

    @Test
    void aStreamEndsWhenItIsReadToItsEndOrClosed() {
        unobservedDatabase.insert(SALE, List.of(OSLO, ROME));

        db.from(SALE).stream().forEach(sale -> events.add("row"));
        assertThat(takeEvents()).containsExactly("STREAM Optional[sale]", "row", "row", "succeeded OptionalLong[2]");
        try (Stream<Sale> sales = db.from(SALE).stream()) {
            Iterator<Sale> rows = sales.iterator();
            assertThat(rows.next()).isNotNull();
            assertThat(takeEvents()).containsExactly("STREAM Optional[sale]");
        }
        assertThat(takeEvents()).containsExactly("succeeded OptionalLong[1]");
    }

    @Test
    void observersReceiveTheExceptionThatTheCallerReceives() {
        assertThatThrownBy(() -> db.query("SELECT nothing FROM sale", row -> row.longAt(0)))
                .isInstanceOf(FailedStatementException.class);
        assertThat(takeEvents()).containsExactly("QUERY Optional.empty", "failed FailedStatementException");
        assertThatThrownBy(() -> db.stream("SELECT nothing FROM sale", row -> row.longAt(0)))
                .isInstanceOf(FailedStatementException.class);
        assertThat(takeEvents()).containsExactly("STREAM Optional.empty", "failed FailedStatementException");
        assertThatThrownBy(() -> db.execute("DROP TABLE nothing")).isInstanceOf(FailedStatementException.class);
        assertThat(takeEvents()).containsExactly("EXECUTE Optional.empty", "failed FailedStatementException");
        assertThatThrownBy(() -> db.insert(SALE, Sale.of(1, "o".repeat(2_000), 1)))
                .isInstanceOf(ValueConversionException.class);
        assertThat(takeEvents()).containsExactly("INSERT Optional[sale]", "failed ValueConversionException");
        assertThatThrownBy(() -> db.load(SALE).credentials("nobody", "").send(List.of(OSLO)))
                .isInstanceOf(LoadException.class);
        assertThat(takeEvents()).containsExactly("LOAD Optional[sale]", "failed LoadException");
    }

    @Test
    void aRowThatCannotBeReadFailsItsCall() {
        assertThatThrownBy(() -> db.query("SELECT NULL", row -> row.longAt(0)))
                .isInstanceOf(ValueConversionException.class);
        assertThat(takeEvents()).containsExactly("QUERY Optional.empty", "failed ValueConversionException");
        try (Stream<Long> numbers = db.stream("SELECT NULL", row -> row.longAt(0))) {
            assertThatThrownBy(numbers::toList).isInstanceOf(ValueConversionException.class);
        }
        assertThat(takeEvents()).containsExactly("STREAM Optional.empty", "failed ValueConversionException");
    }

    @Test
    void observersAreNotifiedOfTheEndInReverseOrder() {
        unobservedDatabase
                .observer(createRecordingObserver("a "))
                .observer(createRecordingObserver("b "))
                .execute("SELECT 1");
        assertThat(takeEvents())
                .containsExactly(
                        "a EXECUTE Optional.empty",
                        "b EXECUTE Optional.empty",
                        "b succeeded OptionalLong[0]",
                        "a succeeded OptionalLong[0]");
    }

    @Test
    void aFailureOfAnObserverIsLoggedAndDoesNotAffectTheCall() {
        CallObserver observerFailingAtBegin = call -> {
            throw new IllegalStateException("at the beginning");
        };
        CallObserver observerFailingAtEnd = call -> new Completion() {
            @Override
            public void succeeded(OptionalLong rows) {
                throw new IllegalStateException("at the end");
            }
        };
        @SuppressWarnings("NullAway") // An observer without nullness annotations may return null.
        CallObserver observerWithoutCompletion = call -> null;
        List<String> warnings = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                warnings.add(entry.getThrown().getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger log = Logger.getLogger("dev.cairn");
        log.addHandler(handler);
        log.setUseParentHandlers(false);
        try {
            List<Long> numbers = unobservedDatabase
                    .observer(observerFailingAtBegin)
                    .observer(observerWithoutCompletion)
                    .observer(createRecordingObserver(""))
                    .observer(observerFailingAtEnd)
                    .query("SELECT 1", row -> row.longAt(0));
            assertThat(numbers).containsExactly(1L);
        } finally {
            log.removeHandler(handler);
            log.setUseParentHandlers(true);
        }
        assertThat(warnings).containsExactly("at the beginning", "begin returned null", "at the end");
        assertThat(takeEvents()).containsExactly("QUERY Optional.empty", "succeeded OptionalLong[1]");
    }

    @Test
    void withoutObserversACallCreatesNoObject() {
        Object call = CallObservers.NONE.begin(Call.Kind.QUERY, "Sales.test", SALE);
        assertThat(CallObservers.NONE.begin(Call.Kind.INSERT, null, SALE)).isSameAs(call);
    }
}
