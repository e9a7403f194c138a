package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.cairn.catalog.ServerError;
import dev.cairn.sql.token.RefusalRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A golden file lists the rules of all packages; {@code -Dgolden.update=true} writes it. */
class RefusalRulesTest {
    private static final Path PAGE = Path.of("src/test/resources/dev/cairn/refusals.md");

    private static final List<JavaClass> ROOMS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.cairn").stream()
                    .filter(room -> room.isEnum() && room.isAssignableTo(RefusalRule.class))
                    .sorted(Comparator.comparing(JavaClass::getName))
                    .toList();

    @Test
    void thePageListsAllRules() throws IOException {
        String page = page();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    /** The embedded server uses {@code ServerError}, too. */
    @Test
    void everyRuleIsUsed() {
        assertThat(ROOMS.stream()
                        .filter(room -> !room.isEquivalentTo(ServerError.class))
                        .flatMap(room -> room.getFields().stream())
                        .filter(field -> field.getModifiers().contains(JavaModifier.ENUM))
                        .filter(field -> field.getAccessesToSelf().stream()
                                .allMatch(access -> access.getOriginOwner().equals(field.getOwner())))
                        .map(JavaField::getFullName))
                .isEmpty();
    }

    @SuppressWarnings("OrphanedFormatString") // the page explains %s
    private static String page() {
        StringBuilder page = new StringBuilder("""
                # Refusals

                The engine refuses what StarRocks refuses, with its error number and its text. A refusal is a rule with arguments; the
                rules of each package are one enum, which this page lists. `SeedRule` is an exception: its rules are Cairn's own, for declared rows.
                The page is written by a test (`RefusalRulesTest` with `-Dgolden.update=true`). Each `%s` is an argument. Rules without a number
                have StarRocks' general number 1064.
                """);
        for (JavaClass room : ROOMS) {
            page.append("\n## `")
                    .append(room.getSimpleName())
                    .append("` in `")
                    .append(room.getPackageName())
                    .append("`\n\n| rule | number | text |\n|---|---|---|\n");
            rules(room).forEach(rule -> page.append(line(rule)));
        }
        return page.toString();
    }

    private static Stream<RefusalRule> rules(JavaClass room) {
        return Stream.of(room.reflect().getEnumConstants()).map(RefusalRule.class::cast);
    }

    private static String line(RefusalRule rule) {
        String text = rule.template().replace("|", "\\|").replace("\n", "\\n").replace("<", "&lt;");
        return "| `" + ((Enum<?>) rule).name() + "` | " + (rule.errno() == 1064 ? "" : rule.errno()) + " | " + text
                + " |\n";
    }
}
