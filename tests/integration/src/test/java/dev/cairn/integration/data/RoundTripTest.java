package dev.cairn.integration.data;

import static dev.cairn.integration.data.EverythingTable.EVERYTHING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.data.Database;
import dev.cairn.integration.server.DataTests;
import dev.cairn.integration.server.EachDriver;
import dev.cairn.integration.server.FreshDatabase;
import dev.cairn.schema.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Inserted rows are read back exactly. */
@DataTests
@EachDriver
class RoundTripTest {
    static Stream<Everything> listEdgeRows() {
        return EdgeValues.all().stream();
    }

    @ParameterizedTest
    @MethodSource("listEdgeRows")
    void anInsertedRowIsReadBack(Everything row, FreshDatabase database) {
        Database db = Database.of(database.dataSource());
        db.execute(EVERYTHING.ddl());

        db.insert(EVERYTHING, row);

        assertThat(db.from(EVERYTHING).list())
                .usingRecursiveFieldByFieldElementComparator(EdgeValues.BYTES_COMPARISON)
                .containsExactly(row);
        try (Stream<Everything> rows = db.from(EVERYTHING).stream()) {
            assertThat(rows)
                    .usingRecursiveFieldByFieldElementComparator(EdgeValues.BYTES_COMPARISON)
                    .containsExactly(row);
        }
    }

    @Test
    void rowsOfAllKindsAreInsertedTogether(FreshDatabase database) {
        Database db = Database.of(database.dataSource());
        db.execute(EVERYTHING.ddl());
        List<Everything> rows = EdgeValues.all();

        assertThat(db.insert(EVERYTHING, rows)).isEqualTo(rows.size());

        assertThat(db.from(EVERYTHING).orderBy(EVERYTHING.id.asc()).list())
                .usingRecursiveFieldByFieldElementComparator(EdgeValues.BYTES_COMPARISON)
                .containsExactlyElementsOf(rows);
    }

    @Test
    void rowsAreChangedByTheirKeys(FreshDatabase database) {
        Database db = Database.of(database.dataSource());
        db.execute(EVERYTHING.ddl());
        List<Everything> rows = EdgeValues.all();
        db.insert(EVERYTHING, rows.stream().map(row -> EdgeValues.nulls(row.id())));

        assertThat(db.update(EVERYTHING, rows)).isEqualTo(rows.size());

        assertThat(db.from(EVERYTHING).orderBy(EVERYTHING.id.asc()).list())
                .usingRecursiveFieldByFieldElementComparator(EdgeValues.BYTES_COMPARISON)
                .containsExactlyElementsOf(rows);
    }

    @Test
    void documentsOfASingleValueAreNotTakenForTexts(FreshDatabase database) {
        Database db = Database.of(database.dataSource());
        db.execute(EVERYTHING.ddl());
        List<String> documents =
                List.of("-1", "1.5", "true", "null", "\"-1\"", "\"\"", "[]", "[[null]]", "{\"a\": [1]}");
        List<Everything> insertedRows = new ArrayList<>();
        List<Everything> loadedRows = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            insertedRows.add(EdgeValues.document(i, documents.get(i)));
            loadedRows.add(EdgeValues.document(i + documents.size(), documents.get(i)));
        }

        db.insert(EVERYTHING, insertedRows);
        database.load(EVERYTHING).send(loadedRows);
        db.insert(EVERYTHING, EdgeValues.nulls(2 * documents.size()));
        db.update(EVERYTHING, EdgeValues.document(2 * documents.size(), "-1"));

        List<String> expectedDocuments = new ArrayList<>(documents);
        expectedDocuments.addAll(documents);
        expectedDocuments.add("-1");
        assertThat(db.from(EVERYTHING).orderBy(EVERYTHING.id.asc()).list())
                .extracting(Everything::document)
                .containsExactlyElementsOf(expectedDocuments);
    }

    @Test
    void rowsAreFoundByTheirValues(FreshDatabase database) {
        Database db = Database.of(database.dataSource());
        db.execute(EVERYTHING.ddl());
        db.insert(EVERYTHING, EdgeValues.all());

        for (Everything row : List.of(EdgeValues.least(), EdgeValues.greatest())) {
            for (Condition<Everything> condition : createConditions(row)) {
                assertThat(db.from(EVERYTHING)
                                .where(EVERYTHING.id.eq(row.id()).and(condition))
                                .count())
                        .describedAs("%s", condition)
                        .isOne();
            }
        }
    }

    private static List<Condition<Everything>> createConditions(Everything row) {
        return List.of(
                EVERYTHING.truth.eq(row.truth()),
                EVERYTHING.tiny.eq(row.tiny()),
                EVERYTHING.big.eq(row.big()),
                EVERYTHING.twice.eq(row.twice()),
                EVERYTHING.boxedTwice.eq(row.boxedTwice()),
                EVERYTHING.large.eq(row.large()),
                EVERYTHING.exact.eq(row.exact()),
                EVERYTHING.price.between(row.price(), row.price()),
                EVERYTHING.text.eq(row.text()),
                EVERYTHING.name.like("%" + row.name()),
                EVERYTHING.color.eq(row.color()),
                EVERYTHING.day.eq(row.day()),
                EVERYTHING.moment.in(row.moment()),
                EVERYTHING.bytes.eq(row.bytes()),
                EVERYTHING.document.isNotNull());
    }
}
