package dev.cairn.refusal;

import dev.cairn.sql.token.RefusalRule;
import java.util.List;

/** The rules of an enum as a table in Markdown, each with its case; cases with words of their own have a row each. */
public record RefusalTable(List<RefusalRule> rules, List<RefusalCase> cases) {
    public String text() {
        StringBuilder table = new StringBuilder("| rule | number | text | example |\n|---|---|---|---|\n");
        rules.forEach(rule -> add(rule, table));
        return table.toString();
    }

    private void add(RefusalRule rule, StringBuilder table) {
        List<RefusalCase> of =
                cases.stream().filter(each -> each.rule().equals(name(rule))).toList();
        if (of.isEmpty() || of.get(0).words().isEmpty()) {
            table.append(line(rule, rule.template(), of.isEmpty() ? "" : example(of.get(0))));
            return;
        }
        of.forEach(each -> table.append(line(rule, each.words(), example(each))));
    }

    private static String name(RefusalRule rule) {
        return ((Enum<?>) rule).name();
    }

    private static String example(RefusalCase of) {
        return "`" + written(of.statement().replace("`", "\"")) + "`";
    }

    private static String line(RefusalRule rule, String text, String example) {
        return "| `" + name(rule) + "` | " + (rule.errno() == 1064 ? "" : rule.errno()) + " | "
                + written(text).replace("<", "&lt;") + " | " + example + " |\n";
    }

    private static String written(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
