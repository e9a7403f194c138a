package dev.cairn.tooling;

import static java.util.Map.entry;

import dev.cairn.architecture.PackageRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The dependencies of each tool. No tool uses the command line, and only some use files, servers or javac. */
class ArchitectureTest extends PackageRules {
    private static final String TOOLING = "dev.cairn.tooling";
    private static final String PROCESSOR = "dev.cairn.processor";
    private static final String ENGINE = "dev.cairn.engine";
    private static final String SQL = "dev.cairn.sql";
    private static final String CATALOG = "dev.cairn.catalog";
    private static final String REFUSAL = "dev.cairn.refusal";
    private static final String PROFILE = "dev.cairn.profile";
    private static final String PLAN = "dev.cairn.plan";

    /** The packages that each package may use besides itself, JSpecify, and java.lang and java.util. */
    private static final Map<String, List<String>> USABLE_PACKAGES = Map.ofEntries(
            entry("command", List.of()),
            entry(
                    "recording",
                    List.of(
                            SQL,
                            CATALOG,
                            REFUSAL,
                            PROFILE,
                            ENGINE,
                            PLAN,
                            "dev.cairn.lineage",
                            "dev.cairn.migration",
                            PROCESSOR + ".finding",
                            PROCESSOR + ".model",
                            PROCESSOR + ".check",
                            TOOLING + ".lint",
                            TOOLING + ".project",
                            TOOLING + ".query",
                            TOOLING + ".release",
                            "java.io",
                            "java.net",
                            "java.nio",
                            "java.security",
                            "javax.lang.model.element",
                            "javax.tools",
                            "com.sun.source")),
            entry(
                    "importing",
                    List.of(
                            SQL,
                            CATALOG,
                            REFUSAL,
                            PROFILE,
                            "dev.cairn.analysis",
                            "dev.cairn.migration",
                            ENGINE,
                            PLAN,
                            PROCESSOR + ".check",
                            PROCESSOR + ".finding",
                            PROCESSOR + ".model",
                            "java.math",
                            "java.nio.charset",
                            "java.time",
                            "javax.lang.model")),
            entry(
                    "definition",
                    List.of(
                            SQL,
                            CATALOG,
                            REFUSAL,
                            PROFILE,
                            ENGINE,
                            PLAN,
                            "dev.cairn.analysis",
                            TOOLING + ".importing",
                            "dev.cairn.schema",
                            "dev.cairn.upgrade",
                            "dev.cairn.internal",
                            "java.io",
                            "java.nio",
                            "java.time")),
            entry(
                    "lineage",
                    List.of(
                            "dev.cairn.lineage",
                            "dev.cairn.analysis",
                            SQL,
                            CATALOG,
                            REFUSAL,
                            PROFILE,
                            ENGINE,
                            PLAN,
                            "dev.cairn.migration",
                            "dev.cairn.schema",
                            "dev.cairn.upgrade",
                            "dev.cairn.internal",
                            PROCESSOR + ".model",
                            TOOLING + ".definition",
                            TOOLING + ".query",
                            TOOLING + ".report")),
            entry(
                    "release",
                    List.of(SQL, ENGINE, PLAN, PROCESSOR + ".model", TOOLING + ".query", "java.io", "java.nio")),
            entry("report", List.of()),
            entry(
                    "lint",
                    List.of(
                            "dev.cairn.analysis",
                            "dev.cairn.lineage",
                            SQL,
                            CATALOG,
                            REFUSAL,
                            "dev.cairn.finding",
                            PROFILE,
                            ENGINE,
                            PLAN,
                            "dev.cairn.migration",
                            PROCESSOR + ".check",
                            PROCESSOR + ".model",
                            "dev.cairn.schema",
                            "dev.cairn.upgrade",
                            "dev.cairn.internal",
                            "java.io",
                            "java.nio",
                            "javax.lang.model",
                            "javax.tools",
                            "com.sun.source",
                            TOOLING + ".definition",
                            TOOLING + ".lineage",
                            TOOLING + ".query",
                            TOOLING + ".release",
                            TOOLING + ".report",
                            "java.security")),
            entry(
                    "documentation",
                    List.of(
                            "dev.cairn.analysis",
                            "dev.cairn.lineage",
                            ENGINE,
                            SQL,
                            CATALOG,
                            PROFILE,
                            PLAN,
                            PROCESSOR + ".model",
                            TOOLING + ".definition",
                            TOOLING + ".lineage",
                            TOOLING + ".query",
                            TOOLING + ".release",
                            TOOLING + ".report",
                            "dev.cairn.schema",
                            "dev.cairn.upgrade",
                            "dev.cairn.internal",
                            "java.io",
                            "java.nio")),
            entry(
                    "query",
                    List.of(
                            SQL,
                            CATALOG,
                            REFUSAL,
                            ENGINE,
                            PLAN,
                            "dev.cairn.analysis",
                            "dev.cairn.migration",
                            "dev.cairn.schema",
                            PROCESSOR + ".check",
                            PROCESSOR + ".finding",
                            PROCESSOR + ".model",
                            TOOLING + ".definition",
                            "dev.cairn.internal",
                            "java.io",
                            "java.math",
                            "java.nio")),
            entry("project", List.of(TOOLING + ".importing", PROCESSOR + ".model", "java.io", "java.nio")),
            entry(
                    "grants",
                    List.of(
                            SQL,
                            CATALOG,
                            PROFILE,
                            ENGINE,
                            PLAN,
                            "dev.cairn.schema",
                            "dev.cairn.upgrade",
                            "dev.cairn.internal",
                            PROCESSOR + ".model",
                            TOOLING + ".query")));

    ArchitectureTest() {
        super(classesOf(TOOLING), collectUsablePackages());
    }

    private static Map<String, List<String>> collectUsablePackages() {
        Map<String, List<String>> usableByPackage = new HashMap<>();
        USABLE_PACKAGES.forEach((name, packageNames) -> {
            List<String> usablePackages = new ArrayList<>(List.of("java.lang..", "java.util..", "org.jspecify.."));
            packageNames.forEach(packageName -> usablePackages.add(packageName + ".."));
            if (name.equals("recording")) {
                usablePackages.add(PROCESSOR); // the processor itself, which it runs
            }
            usableByPackage.put(TOOLING + "." + name + "..", usablePackages);
        });
        return usableByPackage;
    }
}
