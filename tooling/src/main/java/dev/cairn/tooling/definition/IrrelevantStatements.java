package dev.cairn.tooling.definition;

import dev.cairn.sql.ScriptPart;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Statements of scripts that define no table and no view, counted by what they are. */
final class IrrelevantStatements {
    private final Map<StatementClass, List<String>> places = new EnumMap<>(StatementClass.class);

    void add(StatementClass of, ScriptPart part, ScriptText script) {
        Statement statement = part.statement();
        places.computeIfAbsent(of, each -> new ArrayList<>())
                .add(script.place(part.at()) + ": " + (statement == null ? part.text() : ScriptText.first(part)));
    }

    /** {@code shop.sql:3: GRANT SELECT …, and 2 more: users, roles and privileges are not compared} */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        places.forEach((of, all) -> lines.add(
                all.get(0) + (all.size() == 1 ? "" : " (and " + (all.size() - 1) + " more)") + ": " + of.why()));
        return lines;
    }
}
