package dev.cairn.integration.surface;

import dev.cairn.Migrator;
import dev.cairn.annotation.Table;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.profile.ServerProfile;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A module of Cairn that applications use: its compiled classes and the source of its module-info.
 *
 * @param name the name of the module
 * @param folder the folder of the module in the project
 * @param classes the folder or archive of its classes
 */
record CairnModule(String name, String folder, Path classes) {
    private static final Pattern EXPORTS_PATTERN = Pattern.compile("exports ([\\w.]+);");

    /** Returns the modules, each after those that it requires. */
    static List<CairnModule> all() {
        return List.of(
                new CairnModule("dev.cairn.annotations", "annotations", locate(Table.class)),
                new CairnModule("dev.cairn.engine", "engine", locate(ServerProfile.class)),
                new CairnModule("dev.cairn.runtime", "runtime", locate(Migrator.class)),
                new CairnModule("dev.cairn.embedded", "embedded", locate(EmbeddedStarRocks.class)));
    }

    static Path locate(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Returns the source of the module-info. */
    Path moduleInfo() {
        return Checkout.ROOT.resolve(Path.of(folder, "src", "main", "java", "module-info.java"));
    }

    /** Returns the packages that the module exports to all modules. */
    Set<String> findExportedPackages() throws IOException {
        Set<String> packages = new TreeSet<>();
        Matcher exports = EXPORTS_PATTERN.matcher(Files.readString(moduleInfo()));
        while (exports.find()) {
            packages.add(exports.group(1));
        }
        return packages;
    }

    /** Returns the top-level types of a package, by the names of their source files. */
    List<String> findTypes(String packageName) throws IOException {
        Path sources = moduleInfo().resolveSibling(packageName.replace('.', '/'));
        List<String> types = new ArrayList<>();
        try (Stream<Path> files = Files.list(sources)) {
            files.map(file -> String.valueOf(file.getFileName()))
                    .filter(file -> file.endsWith(".java") && !file.equals("package-info.java"))
                    .sorted()
                    .forEach(
                            file -> types.add(packageName + "." + file.substring(0, file.length() - ".java".length())));
        }
        return types;
    }
}
