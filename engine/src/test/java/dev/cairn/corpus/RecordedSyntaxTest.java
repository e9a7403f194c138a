package dev.cairn.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.corpus.Script.Step;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The parser accepts what a server accepted, and rejects what a server called a syntax error. */
class RecordedSyntaxTest {
    private final List<Step> steps = Recording.MATRIX.scripts().stream()
            .flatMap(script -> script.steps().stream())
            .filter(step -> !step.isWait())
            .toList();

    private static Optional<String> findSyntaxError(String sql) {
        try {
            Sql.parse(sql);
            return Optional.empty();
        } catch (SqlSyntaxException syntaxError) {
            return Optional.of(syntaxError.getMessage());
        }
    }

    @Test
    void everyAcceptedStatementIsParsed() {
        assertThat(steps)
                .filteredOn(Step::isAccepted)
                .allSatisfy(step -> assertThat(findSyntaxError(step.sql())).isEmpty());
    }

    @Test
    void statementsRefusedForOtherReasonsThanSyntaxAreParsed() {
        assertThat(steps)
                .filteredOn(step -> !step.isAccepted() && !step.error().startsWith("Getting syntax error"))
                .allSatisfy(step -> assertThat(findSyntaxError(step.sql())).isEmpty());
    }

    @Test
    void statementsAboutTablesAndDatabasesAreNotOpaque() {
        assertThat(steps)
                .filteredOn(step -> step.isAccepted() && StatementFamilies.isKnown(step.sql()))
                .extracting(step -> Sql.parse(step.sql()))
                .noneMatch(Statement.OpaqueStatement.class::isInstance);
    }

    @Test
    void everyRecordedSyntaxErrorIsASyntaxError() {
        assertThat(steps)
                .filteredOn(step -> !step.isAccepted()
                        && (step.error().contains("Unexpected input")
                                || step.error().contains("No viable statement"))
                        && !StatementFamilies.changesView(step.sql()))
                .allSatisfy(step -> assertThat(findSyntaxError(step.sql())).isPresent());
    }

    @Test
    void everyPrintedTableIsParsed() {
        assertThat(steps)
                .filteredOn(step -> step.isAccepted() && StatementFamilies.showsTable(step.sql()))
                .flatExtracting(Step::rows)
                .extracting(row -> row.get(1))
                .filteredOn(text -> text.startsWith("CREATE TABLE"))
                .extracting(Sql::parseShowCreateOutput)
                .allMatch(Statement.CreateTable.class::isInstance);
    }
}
