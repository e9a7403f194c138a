package dev.cairn.refusal;

import dev.cairn.sql.token.RefusalRule;
import java.util.List;

/** The rules of an enum as a table in Markdown, each with its case. */
public record RefusalTable(List<RefusalRule> rules, List<RefusalCase> cases) {
    public String text() {
        StringBuilder table = new StringBuilder("| rule | number | text | example |\n|---|---|---|---|\n");
        rules.forEach(rule -> table.append(line(rule, example(rule))));
        return table.toString();
    }

    private String example(RefusalRule rule) {
        return cases.stream()
                .filter(each -> each.rule().equals(((Enum<?>) rule).name()))
                .findFirst()
                .map(each -> "`" + written(each.statement().replace("`", "\"")) + "`")
                .orElse("");
    }

    private static String line(RefusalRule rule, String example) {
        return "| `" + ((Enum<?>) rule).name() + "` | " + (rule.errno() == 1064 ? "" : rule.errno()) + " | "
                + written(rule.template()).replace("<", "&lt;") + " | " + example + " |\n";
    }

    private static String written(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
