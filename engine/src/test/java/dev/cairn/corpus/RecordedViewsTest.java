package dev.cairn.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.corpus.Script.Step;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.StatementForm;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Parses the recorded statements about views, including those that a server refused or printed. */
class RecordedViewsTest {
    private static final Pattern VIEW_STATEMENT = Pattern.compile(
            "(CREATE( OR REPLACE)?|ALTER|DROP|REFRESH|CANCEL REFRESH)( MATERIALIZED)? VIEW .*", Pattern.DOTALL);

    private static List<Step> readSteps(Recording recording) {
        assumeTrue(recording.exists(), recording::explainAbsence);
        return recording.scripts().stream()
                .flatMap(script -> script.steps().stream())
                .toList();
    }

    private static boolean isViewStatement(Step step) {
        String normalizedSql =
                String.join(" ", step.sql().strip().split("\\s+")).toUpperCase(Locale.ROOT);
        return VIEW_STATEMENT.matcher(normalizedSql).matches();
    }

    private static String describeSyntaxError(String sql) {
        try {
            Sql.parse(sql);
            return "none";
        } catch (SqlSyntaxException failure) {
            return failure.problem();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyAcceptedViewStatementIsParsed(Recording recording) {
        assertThat(readSteps(recording))
                .filteredOn(step -> step.isAccepted() && isViewStatement(step))
                .extracting(step -> Sql.parse(step.sql()))
                .allMatch(ViewStatement.class::isInstance)
                .allSatisfy(statement ->
                        assertThat(Sql.parse(Sql.render(statement))).isEqualTo(statement));
    }

    @ParameterizedTest
    @EnumSource
    void recordedSyntaxErrorsOfViewsAreSyntaxErrors(Recording recording) {
        assertThat(readSteps(recording))
                .filteredOn(step -> !step.isAccepted()
                        && isViewStatement(step)
                        && step.error().startsWith("Getting syntax error"))
                .allSatisfy(step -> assertThat(describeSyntaxError(step.sql())).isNotEqualTo("none"));
    }

    @ParameterizedTest
    @EnumSource
    void viewStatementsRefusedForOtherReasonsThanSyntaxAreParsed(Recording recording) {
        assertThat(readSteps(recording))
                .filteredOn(step -> !step.isAccepted()
                        && isViewStatement(step)
                        && !step.error().startsWith("Getting syntax error"))
                .allSatisfy(step -> assertThat(describeSyntaxError(step.sql())).isEqualTo("none"));
    }

    @ParameterizedTest
    @EnumSource
    void everyPrintedViewIsWrittenBackByteForByte(Recording recording) {
        assertThat(readSteps(recording))
                .filteredOn(step ->
                        step.isAccepted() && step.sql().toUpperCase(Locale.ROOT).startsWith("SHOW CREATE "))
                .flatExtracting(Step::rows)
                .extracting(row -> row.get(1))
                .filteredOn(text -> text.startsWith("CREATE VIEW") || text.startsWith("CREATE MATERIALIZED VIEW"))
                .isNotEmpty()
                .allSatisfy(text -> {
                    Statement statement = Sql.parseShowCreateOutput(text);
                    assertThat(Sql.render(statement, StatementForm.SHOWN) + ";").isEqualTo(text);
                });
    }
}
