package dev.cairn.embedded.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.Combinator;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each line of {@code templates.txt} translates calls of a function that no line before it translates. */
class TemplatesTest {
    private static final List<Type> TYPES = Stream.concat(
                    Stream.of(
                                    "BOOLEAN",
                                    "TINYINT",
                                    "BIGINT",
                                    "LARGEINT",
                                    "DOUBLE",
                                    "DECIMAL(10, 2)",
                                    "DECIMAL(76, 2)",
                                    "VARCHAR",
                                    "VARBINARY",
                                    "DATE",
                                    "DATETIME",
                                    "JSON",
                                    "BITMAP",
                                    "HLL",
                                    "PERCENTILE",
                                    "ARRAY<BOOLEAN>",
                                    "ARRAY<INT>",
                                    "MAP<INT, INT>",
                                    "STRUCT<a INT>")
                            .map(Sql::parseType),
                    Stream.of(new Type.Scalar(Type.Scalar.Kind.TIME)))
            .toList();

    /** A variant of a function's templates has a word behind its name, one of the rows of a state this suffix. */
    private static final Pattern VARIANT = Pattern.compile(" .*|_of_rows$");

    @Test
    void noTemplateIsHiddenByAnEarlierOne() {
        List<String> hidden = new ArrayList<>();
        Template.all().forEach((function, templates) -> {
            for (int i = 0; i < templates.size(); i++) {
                for (Template earlier : templates.subList(0, i)) {
                    if (covers(earlier, templates.get(i))) {
                        hidden.add(function + " " + templates.get(i) + " behind " + earlier);
                    }
                }
            }
        });
        assertThat(hidden).isEmpty();
    }

    /** Returns whether the first template accepts all calls that the second one accepts. */
    private static boolean covers(Template first, Template second) {
        int least = second.parameters().size() - (second.repeated() ? 1 : 0);
        int most = second.repeated() ? Integer.MAX_VALUE : least;
        boolean counts = first.repeated()
                ? least >= first.parameters().size() - 1
                : least == first.parameters().size() && most == least;
        for (int i = 0;
                counts
                        && i
                                < Math.max(
                                        first.parameters().size(),
                                        second.parameters().size());
                i++) {
            TemplateParameter wider = first.parameter(i);
            TemplateParameter narrower = second.parameter(i);
            counts = TYPES.stream().filter(narrower::accepts).allMatch(wider::accepts);
        }
        return counts;
    }

    @Test
    void eachTemplateIsThatOfAFunction() {
        List<String> unknown = new ArrayList<>();
        for (String template : Template.all().keySet()) {
            String function = VARIANT.matcher(template).replaceFirst("");
            if (!BuiltinFunctions.areNamed(function) && Combinator.of(function) == null) {
                unknown.add(template);
            }
        }
        assertThat(unknown).isEmpty();
    }
}
