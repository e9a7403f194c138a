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

/** The enums of rules, each with its cases, which are a resource of the enum's name. */
final class RefusalRooms {
    static final List<JavaClass> ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.cairn").stream()
                    .filter(room -> room.isEnum() && room.isAssignableTo(RefusalRule.class))
                    .sorted(Comparator.comparing(JavaClass::getName))
                    .toList();

    private RefusalRooms() {}

    static Stream<RefusalRule> listRules(JavaClass room) {
        return Stream.of(room.reflect().getEnumConstants()).map(RefusalRule.class::cast);
    }

    static Optional<RefusalRule> findRule(JavaClass room, String name) {
        return listRules(room)
                .filter(rule -> ((Enum<?>) rule).name().equals(name))
                .findFirst();
    }

    static List<RefusalCase> readCases(JavaClass room) throws IOException {
        return RefusalCase.read(readText(room.getSimpleName()));
    }

    static String readText(String name) throws IOException {
        try (InputStream resource = RefusalRooms.class.getResourceAsStream(name + ".sql")) {
            return new String(Objects.requireNonNull(resource, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
