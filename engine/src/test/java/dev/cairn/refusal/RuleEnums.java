package dev.cairn.refusal;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.cairn.sql.token.RefusalRule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the enums of rules, and reads their cases. The cases of an enum are a resource that has the name of the enum.
 */
final class RuleEnums {
    static final List<JavaClass> ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.cairn").stream()
                    .filter(ruleEnum -> ruleEnum.isEnum() && ruleEnum.isAssignableTo(RefusalRule.class))
                    .sorted(Comparator.comparing(JavaClass::getName))
                    .toList();

    private RuleEnums() {}

    static Stream<RefusalRule> listRules(JavaClass ruleEnum) {
        return Stream.of(ruleEnum.reflect().getEnumConstants()).map(RefusalRule.class::cast);
    }

    static Optional<RefusalRule> findRule(JavaClass ruleEnum, String name) {
        return listRules(ruleEnum)
                .filter(rule -> ((Enum<?>) rule).name().equals(name))
                .findFirst();
    }

    static List<RefusalCase> readCases(JavaClass ruleEnum) throws IOException {
        return RefusalCase.read(readResource(ruleEnum.getSimpleName()));
    }

    static String readResource(String name) throws IOException {
        try (InputStream resource = RuleEnums.class.getResourceAsStream(name + ".sql")) {
            return new String(Objects.requireNonNull(resource, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
