package dev.cairn.processor.read;

import dev.cairn.annotation.Refresh;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.read.annotation.CairnAnnotations;
import dev.cairn.processor.read.annotation.FragmentReader;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import dev.cairn.processor.read.annotation.WrittenAnnotation;
import dev.cairn.sql.SqlFragment;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads {@link Refresh}: it renders the clause, and parses the result. Invalid values are reported and omitted. */
record RefreshReader(Findings findings) {
    private static final String START_ATTRIBUTE = "start";
    private static final String EVERY_ATTRIBUTE = "every";
    private static final String SCHEDULED_MODE = Refresh.Mode.ASYNC.name();
    /** The moments for which the clause has no keyword. Class files of earlier versions may contain UNSAID. */
    private static final Set<String> IMPLICIT_MOMENTS = Set.of("DEFAULT", "UNSAID");

    /** Returns the clause; null if no annotation declares it, or if it can't be parsed, which is reported. */
    ViewStatement.@Nullable Refresh readRefresh(CairnAnnotations annotations) {
        WrittenAnnotation refreshAnnotation = annotations.findFirst(Refresh.class);
        if (refreshAnnotation == null) {
            return null;
        }
        String modeName =
                refreshAnnotation.findConstantName("mode").orElseThrow(UnreadableDeclarationException::ofReported);
        StringBuilder clauseText = new StringBuilder("REFRESH ");
        refreshAnnotation
                .findConstantName("moment")
                .filter(momentName -> !IMPLICIT_MOMENTS.contains(momentName))
                .ifPresent(momentName -> clauseText.append(momentName).append(' '));
        clauseText.append(modeName);
        if (modeName.equals(SCHEDULED_MODE)) {
            clauseText.append(readScheduleClause(refreshAnnotation));
        } else {
            checkUnscheduled(refreshAnnotation, modeName);
        }
        return new FragmentReader(findings)
                .read(
                        new WrittenAnnotation.Text(clauseText.toString(), refreshAnnotation.place()),
                        SqlFragment::parseRefresh);
    }

    /** Reports the attributes of a schedule, which have no effect without one. */
    private void checkUnscheduled(WrittenAnnotation refreshAnnotation, String modeName) {
        for (String attributeName : List.of(START_ATTRIBUTE, EVERY_ATTRIBUTE)) {
            if (refreshAnnotation.findNonEmptyContent(attributeName) != null) {
                String condition = "with mode = " + modeName + ", only with mode = " + SCHEDULED_MODE;
                findings.add(
                        CompileRule.MEANINGLESS_VALUE,
                        refreshAnnotation.place(attributeName),
                        attributeName,
                        condition);
            }
        }
    }

    /**
     * Returns the clauses of the start and the interval, or of the interval alone; an empty string without an interval.
     * A start without an interval is reported, because the server does not accept it.
     */
    private String readScheduleClause(WrittenAnnotation refreshAnnotation) {
        String intervalClause = readIntervalClause(refreshAnnotation);
        String startClause = readStartClause(refreshAnnotation);
        if (!startClause.isEmpty() && refreshAnnotation.findNonEmptyContent(EVERY_ATTRIBUTE) == null) {
            findings.add(
                    CompileRule.INCOMPLETE,
                    refreshAnnotation.place(START_ATTRIBUTE),
                    "@Refresh with start",
                    "every, as in every = \"1 DAY\"");
        }
        return intervalClause.isEmpty() ? "" : startClause + intervalClause;
    }

    private String readIntervalClause(WrittenAnnotation refreshAnnotation) {
        String intervalText = refreshAnnotation.findNonEmptyContent(EVERY_ATTRIBUTE);
        if (intervalText == null) {
            return "";
        }
        if (!hasValidSyntax(intervalText, SqlFragment::parseRefreshInterval)) {
            findings.add(
                    CompileRule.REFRESH_TIME,
                    refreshAnnotation.place(EVERY_ATTRIBUTE),
                    intervalText,
                    "interval of refreshes",
                    "a positive number with SECOND, MINUTE, HOUR or DAY, such as 1 DAY");
            return "";
        }
        return " EVERY(INTERVAL " + intervalText + ")";
    }

    private String readStartClause(WrittenAnnotation refreshAnnotation) {
        String startTime = refreshAnnotation.findNonEmptyContent(START_ATTRIBUTE);
        if (startTime == null) {
            return "";
        }
        String clause = " START(\"" + startTime.replace("\\", "\\\\").replace("\"", "\\\"") + "\")";
        if (!hasValidSyntax("REFRESH ASYNC" + clause + " EVERY(INTERVAL 1 DAY)", SqlFragment::parseRefresh)) {
            findings.add(
                    CompileRule.REFRESH_TIME,
                    refreshAnnotation.place(START_ATTRIBUTE),
                    startTime,
                    "time of the first refresh",
                    "a date with a time, such as 2025-01-01 00:00:00");
            return "";
        }
        return clause;
    }

    private static boolean hasValidSyntax(String text, Consumer<SqlFragment> parser) {
        try {
            parser.accept(new SqlFragment(text, 0));
            return true;
        } catch (SqlSyntaxException ignored) {
            return false;
        }
    }
}
