package dev.cairn.internal.script;

import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.RebuiltTablePartitions;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.sql.ScriptStatement;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.LineAndColumn;
import dev.cairn.sql.token.RedactedSql;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a script: its statements with their markers, the jobs for which it waits, and the migrations from which it was
 * generated.
 */
final class SqlScriptReader {
    /** A SET of one variable of the session to a literal or to DEFAULT; the groups are the name and the value. */
    private static final Pattern SETTING_PATTERN = Pattern.compile(
            "(?is)SET\\s+(?:SESSION\\s+|@@)?(?!PASSWORD\\b)([a-z_][a-z0-9_]*)\\s*=\\s*('(?:[^'\\\\]|\\\\.)*'|[-\\w.]+)");

    private static final Pattern SET_PATTERN = Pattern.compile("(?i)SET\\b");

    private final String scriptName;
    private final String scriptText;
    private final List<SqlScript.ScriptStep> steps = new ArrayList<>();
    private final Set<String> awaitedNames = new HashSet<>();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> pendingMarkers = new ArrayList<>();
    private Optional<LedgerMarker> ledgerMarker = Optional.empty();
    private boolean isAfterCounterMarker;
    /**
     * Whether a step sets variables of the session. When a session is restored, later settings must follow that step,
     * so they are steps, too.
     */
    private boolean hasSettingStep;

    private boolean expectsLedgerStatement;

    SqlScriptReader(String scriptName, String scriptText) {
        this.scriptName = scriptName;
        this.scriptText = scriptText;
    }

    SqlScript readScript() {
        int endOffset = 0;
        for (ScriptStatement scriptStatement : Sql.parseScriptStatements(scriptText)) {
            readComments(endOffset, scriptStatement.span().offset());
            endOffset = scriptStatement.span().endOffset();
            readStatement(scriptStatement);
        }
        readComments(endOffset, scriptText.length());
        return new SqlScript(scriptName, steps, awaitedNames, ledgerMarker);
    }

    /**
     * Reads the comments before a statement: keeps its markers, and adds a step for each transfer.
     *
     * @throws StepFailedException if the comments stand for code of a migration
     */
    private void readComments(int startOffset, int endOffset) {
        pendingMarkers.clear();
        List<String> lines =
                scriptText.substring(startOffset, endOffset).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            Optional<Marker> marker = Marker.parse(line);
            Optional<String> awaitedName = JobWait.findMarkedName(line);
            Optional<LedgerMarker> parsedLedgerMarker = LedgerMarker.parse(line);
            if (line.startsWith(SqlScript.CODE_STEP_PREFIX)) {
                throw new StepFailedException(
                        HistoryPlace.in(scriptName).step(steps.size() + 1, null),
                        "Java code of a migration runs here, which a script can't contain",
                        "Run the statements above this line as a separate script, then the code by other means,"
                                + " then the rest; or upgrade with the application.");
            } else if (awaitedName.isPresent()) {
                awaitedNames.add(awaitedName.get());
            } else if (parsedLedgerMarker.isPresent()) {
                ledgerMarker = parsedLedgerMarker;
                expectsLedgerStatement = true;
            } else if (ledgerMarker.isPresent() && line.startsWith("--   ")) {
                ledgerMarker = ledgerMarker.map(currentLedgerMarker -> currentLedgerMarker.withRowFrom(line));
            } else if (marker.isPresent() && marker.get() instanceof Marker.Transfer transfer) {
                pendingMarkers.add(line);
                addStep(LineAndColumn.of(scriptText, startOffset).line() + i, String.join("\n", pendingMarkers), null);
                pendingMarkers.clear();
                isAfterCounterMarker = transfer instanceof Marker.TransfersCounter;
            } else if (marker.isPresent()) {
                pendingMarkers.add(line);
            } else if (!line.isEmpty() && !line.equals(";")) {
                pendingMarkers.clear();
            }
        }
    }

    /**
     * Adds a step for a statement. A SET of a variable becomes a setting of the following steps, unless an earlier step
     * sets variables itself. What {@code run-sql} does itself is skipped.
     *
     * @throws StepFailedException if the statement can't be parsed, or contains a mask in place of a secret
     */
    private void readStatement(ScriptStatement scriptStatement) {
        String sql = scriptStatement.text();
        Matcher settingMatcher = SETTING_PATTERN.matcher(sql);
        if (sql.equals(Marker.Continuation.STOP_SQL)) {
            return; // the runner sets the offsets itself
        }
        if (expectsLedgerStatement && sql.contains(TemporaryName.MARKER)) {
            expectsLedgerStatement = false; // the runner writes the ledger itself
        } else if (sql.equals(RebuiltTablePartitions.STOP_SQL)
                || (isAfterCounterMarker && sql.equals(Marker.TransfersCounter.STOP_SQL))) {
            // the runner sets the counter itself, and stops at a copy that the server refuses
        } else if (settingMatcher.matches() && !hasSettingStep) {
            setVariable(settingMatcher.group(1), settingMatcher.group(2));
        } else {
            requireParsed(scriptStatement);
            requireNoMaskedSecret(sql);
            String markerLines = pendingMarkers.isEmpty() ? "" : String.join("\n", pendingMarkers) + "\n";
            addStep(scriptStatement.span().line(), markerLines + sql, scriptStatement.statement());
            hasSettingStep |= SET_PATTERN.matcher(sql).lookingAt();
        }
        isAfterCounterMarker = false;
        pendingMarkers.clear();
    }

    private void requireParsed(ScriptStatement scriptStatement) {
        if (scriptStatement.statement() == null && !pendingMarkers.contains(new Marker.Unread().line())) {
            throw new StepFailedException(
                    HistoryPlace.in(scriptName).step(steps.size() + 1, null),
                    "the statement can't be parsed: "
                            + (scriptStatement.syntaxError() == null
                                    ? ""
                                    : scriptStatement.syntaxError().getMessage()),
                    "Correct it, and run the script again. Nothing was sent.");
        }
    }

    private void requireNoMaskedSecret(String sql) {
        if (RedactedSql.of(sql).hasMaskedSecret()) {
            throw new StepFailedException(
                    HistoryPlace.in(scriptName).step(steps.size() + 1, null),
                    "a secret of the statement is '" + RedactedSql.MASK
                            + "', which stands for one that was not printed",
                    "Replace it with the secret, and run the script again. Nothing was sent.");
        }
    }

    private void addStep(int lineNumber, String markedText, @Nullable Statement statement) {
        steps.add(new SqlScript.ScriptStep(steps.size() + 1, lineNumber, markedText, statement, settings));
    }

    private void setVariable(String variableName, String value) {
        if (value.equalsIgnoreCase("DEFAULT")) {
            settings.remove(variableName);
        } else if (value.startsWith("'")) {
            settings.put(variableName, value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1"));
        } else {
            settings.put(variableName, value);
        }
    }
}
