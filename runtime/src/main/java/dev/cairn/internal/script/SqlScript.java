package dev.cairn.internal.script;

import dev.cairn.migration.MigrationHash;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.upgrade.MigrationException.StepException;
import dev.cairn.upgrade.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A parsed script.
 *
 * @param name the name of the file
 * @param waits the tables whose jobs must have ended before the script is done
 * @param ledger the migrations from which the script was generated, if it names them
 */
record SqlScript(String name, List<Element> elements, List<String> waits, Optional<LedgerMark> ledger) {
    /** The prefix of the line that stands for code of a migration, which a script can't contain. */
    static final String CODE = "-- code: that of the migration, ";

    SqlScript {
        elements = List.copyOf(elements);
        waits = List.copyOf(waits);
    }

    /**
     * One step.
     *
     * @param text the markers, and the statement below them
     * @param statement null if there are only markers
     * @param waits the tables and materialized views whose jobs must have ended before this step
     * @param settings the settings of the session
     */
    record Element(
            int number, String text, @Nullable Statement statement, List<String> waits, Map<String, String> settings) {}

    /**
     * Parses a script.
     *
     * @throws StepException if the script can't be parsed
     */
    static SqlScript parse(String name, String text) {
        try {
            return new SqlScriptReader(name, text).script();
        } catch (SqlSyntaxException endless) {
            throw new StepException(
                    Where.in(name),
                    "the script can't be divided into statements: " + endless.problem(),
                    "Correct it, and run it again.",
                    endless);
        }
    }

    String hash() {
        List<String> texts = new ArrayList<>();
        for (Element element : elements) {
            texts.add(element.settings() + element.text());
        }
        ledger.map(LedgerMark::lines).ifPresent(texts::add);
        return MigrationHash.of("", texts);
    }

    /** Returns the hashes of the texts, by step number. */
    SortedMap<Integer, String> texts() {
        SortedMap<Integer, String> texts = new TreeMap<>();
        elements.forEach(element -> texts.put(element.number(), MigrationHash.ofStep(element.text())));
        return texts;
    }
}
