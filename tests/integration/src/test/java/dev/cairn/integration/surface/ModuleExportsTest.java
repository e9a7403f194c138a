package dev.cairn.integration.surface;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A module imports only packages that are exported to it. The compiler checks this only for modules with a descriptor;
 * for the others, it would be found on the module path of an application, or by the build of the Javadoc.
 */
class ModuleExportsTest {
    private static final Pattern EXPORT_PATTERN =
            Pattern.compile("exports (?<package>[\\w.]+)(?:\\s+to\\s+(?<to>[^;]+))?;");
    private static final Pattern MODULE_PATTERN =
            Pattern.compile("module (?<name>[\\w.]+) \\{|<Automatic-Module-Name>(?<automatic>[\\w.]+)<");
    private static final Pattern IMPORT_PATTERN =
            Pattern.compile("(?m)^import (?:static )?(?<package>dev\\.cairn(?:\\.[a-z]\\w*)*)\\.[A-Z]");

    @Test
    void importedPackagesAreExportedToTheModule() throws IOException {
        Map<String, Set<String>> recipients = readRecipients();
        List<String> checkedModules = new ArrayList<>();
        List<String> missingExports = new ArrayList<>();
        for (Path folder : Checkout.productModules()) {
            Optional<String> module = findName(folder);
            if (module.isEmpty()) {
                continue; // plugins of build tools are never on a module path
            }
            checkedModules.add(module.get());
            for (Path source : findSources(folder)) {
                IMPORT_PATTERN.matcher(Files.readString(source)).results().forEach(imported -> {
                    Set<String> permitted = recipients.get(imported.group(1));
                    if (permitted != null && !permitted.contains(module.get())) {
                        missingExports.add("exports " + imported.group(1) + " to " + module.get() + ", for " + source);
                    }
                });
            }
        }
        assertThat(checkedModules).contains("dev.cairn.cli", "dev.cairn.spring", "dev.cairn.spring.test");
        assertThat(missingExports).isEmpty();
    }

    /** Returns, for each package with a qualified export, the modules that may use it, among them its own. */
    private static Map<String, Set<String>> readRecipients() throws IOException {
        Map<String, Set<String>> recipients = new HashMap<>();
        for (Path folder : Checkout.productModules()) {
            Path descriptor = descriptor(folder);
            if (!Files.exists(descriptor)) {
                continue;
            }
            Matcher exports = EXPORT_PATTERN.matcher(Files.readString(descriptor));
            while (exports.find()) {
                if (exports.group("to") != null) {
                    String all = exports.group("to") + "," + findName(folder).orElseThrow();
                    recipients.put(exports.group("package"), Set.of(all.strip().split("\\s*,\\s*")));
                }
            }
        }
        assertThat(recipients).hasSizeGreaterThan(30);
        return recipients;
    }

    private static Optional<String> findName(Path folder) throws IOException {
        Path descriptor = descriptor(folder);
        Path file = Files.exists(descriptor) ? descriptor : folder.resolve("pom.xml");
        Matcher name = MODULE_PATTERN.matcher(Files.readString(file));
        return name.find()
                ? Optional.of(name.group("name") == null ? name.group("automatic") : name.group("name"))
                : Optional.empty();
    }

    private static List<Path> findSources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(Checkout.mainSources(folder))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static Path descriptor(Path folder) {
        return Checkout.mainSources(folder).resolve("module-info.java");
    }
}
