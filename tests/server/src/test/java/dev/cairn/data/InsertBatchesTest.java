package dev.cairn.data;

import static dev.cairn.data.SaleTable.SALE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
import dev.cairn.embedded.junit.FreshDatabase;
import dev.cairn.golden.GoldenMessages;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many rows are inserted by few statements of limited length. */
@ExtendWith(EmbeddedStarRocksExtension.class)
class InsertBatchesTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String INSERT_PATTERN = "(?s)INSERT.*";

    private EmbeddedStarRocks server;
    private Database db;

    @BeforeEach
    void start(FreshDatabase fresh) {
        server = fresh.server();
        db = Database.of(new RecordingDataSource(fresh.jdbcUrl()));
        db.execute(SALE.ddl());
        db.execute(NoteTable.NOTE.ddl());
    }

    private List<Sale> createSales(int count) {
        return IntStream.range(0, count).mapToObj(id -> Sale.of(id, "Oslo", 1)).toList();
    }

    private long countInserts() {
        return server.log().findMatching(INSERT_PATTERN).size();
    }

    @Test
    void nothingIsSentForNoRows() {
        long insertCountBefore = countInserts();
        assertThat(db.insert(SALE, List.of())).isZero();
        assertThat(countInserts()).isEqualTo(insertCountBefore);
    }

    @Test
    void longRowsNeedMoreStatements() {
        long insertCountBefore = countInserts();
        List<Note> notes = IntStream.range(0, 200)
                .mapToObj(id -> new Note(id, "x".repeat(60_000)))
                .toList();

        assertThat(db.insert(NoteTable.NOTE, notes)).isEqualTo(200);
        // 200 rows of 60 000 characters; a statement has at most four million characters.
        assertThat(countInserts() - insertCountBefore).isEqualTo(4);
        assertThat(db.from(NoteTable.NOTE).count()).isEqualTo(200);
    }

    @Test
    void aFailedBatchReportsTheRowsInsertedBefore() {
        server.faults().add(Trigger.matching(INSERT_PATTERN).nth(2), Fault.reject(1064, "HY000", "too many versions"));

        assertThatThrownBy(() -> db.insert(SALE, createSales(9_000)))
                .asInstanceOf(type(IncompleteInsertException.class))
                .satisfies(failure -> assertThat(failure.insertedRows()).isEqualTo(4_000))
                .satisfies(failure -> assertThat(failure.number()).isEqualTo(1064))
                .satisfies(failure -> assertThat(failure.isUncertain()).isFalse());
        assertThat(db.from(SALE).count()).isEqualTo(4_000);
    }

    @Test
    void aLostConnectionMakesTheInsertUncertain() {
        server.faults().add(Trigger.matching(INSERT_PATTERN), Fault.cutAfter());

        assertThatThrownBy(() -> db.insert(SALE, createSales(1)))
                .asInstanceOf(type(FailedStatementException.class))
                .satisfies(failure -> assertThat(failure.isUncertain()).isTrue());
    }

    /** A frontend that is not the leader forwards the statement, and may not receive the answer. */
    @Test
    void aLostAnswerOfTheLeaderMakesTheInsertUncertain() {
        server.faults()
                .add(
                        Trigger.matching(INSERT_PATTERN),
                        Fault.rejectAfter(1064, "HY000", "java.net.SocketTimeoutException: Read timed out"));

        assertThatThrownBy(() -> db.insert(SALE, createSales(1)))
                .asInstanceOf(type(FailedStatementException.class))
                .satisfies(failure -> assertThat(failure.isUncertain()).isTrue());
        assertThat(db.from(SALE).count()).isEqualTo(1);
    }

    @Test
    void theRowsOfOneStatementAreInsertedTogetherOrNotAtAll() {
        List<Sale> sales = Collections.nCopies(3, new Sale(1, "far too long for it", 1, null, null));

        assertThatThrownBy(() -> db.insert(SALE, sales))
                .isInstanceOf(ValueConversionException.class)
                .satisfies(MESSAGES::match);
        assertThat(db.from(SALE).count()).isZero();
    }
}
