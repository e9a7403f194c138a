package dev.cairn.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A golden file lists the rules of all packages; {@code -Dgolden.update=true} writes it. */
class RefusalRulesTest {
    private static final Path PAGE = Path.of("src/test/resources/dev/cairn/refusals.md");

    @Test
    void thePageListsAllRules() throws IOException {
        String page = renderPage();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    /** The embedded server uses {@code ServerError}, too. */
    @Test
    void everyRuleIsUsed() {
        assertThat(RuleEnums.ALL.stream()
                        .filter(ruleEnum -> !ruleEnum.isEquivalentTo(ServerError.class))
                        .flatMap(ruleEnum -> ruleEnum.getFields().stream())
                        .filter(field -> field.getModifiers().contains(JavaModifier.ENUM))
                        .filter(field -> field.getAccessesToSelf().stream()
                                .allMatch(access -> access.getOriginOwner().equals(field.getOwner())))
                        .map(JavaField::getFullName))
                .isEmpty();
    }

    @SuppressWarnings("OrphanedFormatString") // the page explains %s
    private static String renderPage() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Refusals

                The engine refuses what StarRocks refuses, with its error number. A refusal is a rule with arguments; the
                rules of each package are one enum, which this page lists, each with a statement that is refused because of it. The rules of `SeedRule` are Cairn's own: their
                statements are declarations of rows, below `-- seed`.
                The page is written by a test (`RefusalRulesTest` with `-Dgolden.update=true`). Each `%s` is an argument. Rules without a number
                have StarRocks' general number 1064.
                """);
        for (JavaClass ruleEnum : RuleEnums.ALL) {
            page.append("\n## `")
                    .append(ruleEnum.getSimpleName())
                    .append("` in `")
                    .append(ruleEnum.getPackageName())
                    .append("`\n\n")
                    .append(new RefusalTable(RuleEnums.listRules(ruleEnum).toList(), RuleEnums.readCases(ruleEnum))
                            .render());
        }
        return page.toString();
    }
}
