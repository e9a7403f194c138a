package dev.cairn.processor.read;

import dev.cairn.annotation.Refresh;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
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

/** Reads {@link Refresh} by rendering the clause and parsing it. Invalid values are reported and omitted. */
record RefreshReader(Findings findings) {
    private static final String START_ATTRIBUTE = "start";
    private static final String EVERY_ATTRIBUTE = "every";
    private static final String SCHEDULED_MODE = Refresh.Mode.ASYNC.name();
    /** The moments for which the clause has no keyword. Class files of earlier versions may contain UNSAID. */
    private static final Set<String> IMPLICIT_MOMENTS = Set.of("DEFAULT", "UNSAID");

    /** Returns the clause; null if no annotation declares it, or if it can't be parsed, which is reported. */
    ViewStatement.@Nullable Refresh readRefresh(CairnAnnotations annotations) {
        WrittenAnnotation refresh = annotations.findFirst(Refresh.class);
        if (refresh == null) {
            return null;
        }
        String mode = refresh.findConstant("mode").orElseThrow(UnreadableDeclarationException::ofReported);
        StringBuilder clause = new StringBuilder("REFRESH ");
        refresh.findConstant("moment")
                .filter(moment -> !IMPLICIT_MOMENTS.contains(moment))
                .ifPresent(moment -> clause.append(moment).append(' '));
        clause.append(mode);
        if (mode.equals(SCHEDULED_MODE)) {
            clause.append(readSchedule(refresh));
        } else {
            checkUnscheduled(refresh, mode);
        }
        return new FragmentReader(findings)
                .read(new WrittenAnnotation.Text(clause.toString(), refresh.place()), SqlFragment::parseRefresh);
    }

    private void checkUnscheduled(WrittenAnnotation refresh, String mode) {
        for (String attribute : List.of(START_ATTRIBUTE, EVERY_ATTRIBUTE)) {
            if (refresh.findNonEmptyContent(attribute) != null) {
                String condition = "with mode = " + mode + ", only with mode = " + SCHEDULED_MODE;
                findings.add(FindingCode.MEANINGLESS_VALUE, refresh.place(attribute), attribute, condition);
            }
        }
    }

    /**
     * Returns the clauses of the start and the interval, or of the interval alone; an empty string without an interval.
     * A start without an interval is reported, because the server does not accept it.
     */
    private String readSchedule(WrittenAnnotation refresh) {
        String interval = readInterval(refresh);
        String startClause = readStart(refresh);
        if (!startClause.isEmpty() && refresh.findNonEmptyContent(EVERY_ATTRIBUTE) == null) {
            findings.add(
                    FindingCode.INCOMPLETE,
                    refresh.place(START_ATTRIBUTE),
                    "@Refresh with start",
                    "every, as in every = \"1 DAY\"");
        }
        return interval.isEmpty() ? "" : startClause + interval;
    }

    private String readInterval(WrittenAnnotation refresh) {
        String every = refresh.findNonEmptyContent(EVERY_ATTRIBUTE);
        if (every == null) {
            return "";
        }
        if (!hasValidSyntax(every, SqlFragment::parseRefreshInterval)) {
            findings.add(
                    FindingCode.REFRESH_TIME,
                    refresh.place(EVERY_ATTRIBUTE),
                    every,
                    "interval of refreshes",
                    "a positive number with SECOND, MINUTE, HOUR or DAY, such as 1 DAY");
            return "";
        }
        return " EVERY(INTERVAL " + every + ")";
    }

    private String readStart(WrittenAnnotation refresh) {
        String startTime = refresh.findNonEmptyContent(START_ATTRIBUTE);
        if (startTime == null) {
            return "";
        }
        String clause = " START(\"" + startTime.replace("\\", "\\\\").replace("\"", "\\\"") + "\")";
        if (!hasValidSyntax("REFRESH ASYNC" + clause + " EVERY(INTERVAL 1 DAY)", SqlFragment::parseRefresh)) {
            findings.add(
                    FindingCode.REFRESH_TIME,
                    refresh.place(START_ATTRIBUTE),
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
