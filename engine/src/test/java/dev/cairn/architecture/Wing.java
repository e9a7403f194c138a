package dev.cairn.architecture;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The wings of the core, by their packages and by those of their classes that live in a package of the core. The syntax
 * trees of their statements are not listed: they are cases of sealed types, as those of all other statements are.
 */
public enum Wing {
    /** Roles, grants and privileges. */
    ACCESS(
            List.of(
                    "dev.cairn.engine.access",
                    "dev.cairn.engine.privilege",
                    "dev.cairn.plan.access",
                    "dev.cairn.plan.role",
                    "dev.cairn.processor.check.access"),
            "dev.cairn.sql.parse.AccessParser",
            "dev.cairn.internal.reflection.AccessControl",
            "dev.cairn.internal.reflection.ServerGrantReader",
            "dev.cairn.internal.reflection.ObjectGrants",
            "dev.cairn.internal.reflection.RoleOwnership",
            "dev.cairn.internal.reflection.RoleReflection",
            "dev.cairn.internal.run.step.GrantTransfer",
            "dev.cairn.internal.run.step.RoleStepGuard",
            "dev.cairn.internal.run.preparation.GrantCompletion",
            "dev.cairn.processor.model.DeclaredRole",
            "dev.cairn.processor.read.GrantReader",
            "dev.cairn.processor.read.RoleReader",
            "dev.cairn.processor.read.UnlistedTypeCheck"),

    /** Resource groups, storage volumes, external catalogs, Routine Loads. */
    CLUSTER(
            List.of("dev.cairn.engine.cluster", "dev.cairn.plan.cluster"),
            "dev.cairn.sql.parse.ClusterClauseParser",
            "dev.cairn.sql.parse.ClusterParser",
            "dev.cairn.sql.parse.ClusterWords",
            "dev.cairn.sql.write.ClusterWriter",
            "dev.cairn.plan.change.ClusterChangePlanner",
            "dev.cairn.internal.reflection.ClusterReflection",
            "dev.cairn.internal.run.step.ClusterStepGuard",
            "dev.cairn.internal.run.step.InactiveLoads",
            "dev.cairn.internal.run.step.LoadContinuation",
            "dev.cairn.processor.check.DeclaredClusterBuilder",
            "dev.cairn.processor.check.ClusterObjectCreator",
            "dev.cairn.processor.model.ClusterAnnotation",
            "dev.cairn.processor.model.DeclaredClusterObject",
            "dev.cairn.processor.read.ClusterClauseReader",
            "dev.cairn.processor.read.ClusterObjectReader"),

    /** Typed access to rows, checked queries, loads, and the rows that a schema declares. */
    ROWS(
            List.of(
                    "dev.cairn.data",
                    "dev.cairn.engine.row",
                    "dev.cairn.internal.http",
                    "dev.cairn.internal.load",
                    "dev.cairn.internal.row",
                    "dev.cairn.plan.seed",
                    "dev.cairn.processor.check.query"),
            "dev.cairn.internal.reflection.SeedReflection",
            "dev.cairn.plan.change.SeedPlanner",
            "dev.cairn.processor.check.SeedCheck",
            "dev.cairn.processor.generate.QueryArguments",
            "dev.cairn.processor.generate.QueryCallChain",
            "dev.cairn.processor.generate.QueryClassMembers",
            "dev.cairn.processor.generate.QueryClassGenerator",
            "dev.cairn.processor.generate.QueryMethodGenerator",
            "dev.cairn.processor.generate.QueryMethodTypes",
            "dev.cairn.processor.model.CheckedQuery",
            "dev.cairn.processor.model.DeclaredSeed",
            "dev.cairn.processor.model.QueryDeclaration",
            "dev.cairn.processor.model.QueryListing",
            "dev.cairn.processor.model.QueryListingFormat",
            "dev.cairn.processor.model.QueryResult",
            "dev.cairn.processor.read.QueryInterfaceReader",
            "dev.cairn.processor.read.QueryMethodContext",
            "dev.cairn.processor.read.QueryParameterReader",
            "dev.cairn.processor.read.QueryResultReader"),

    /** Advice about queries, and lineage. Lint and pages are a module of their own, tooling. */
    INSIGHT(List.of("dev.cairn.engine.advice", "dev.cairn.lineage"));

    @SuppressWarnings("ImmutableEnumChecker") // the lists are immutable
    private final List<String> packages;

    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> classes;

    Wing(List<String> packages, String... classes) {
        this.packages = packages;
        this.classes = List.of(classes);
    }

    /** Returns the wings to which the class with this binary name belongs; an empty stream for a class of the core. */
    public static Stream<Wing> findWings(String className) {
        return Arrays.stream(values()).filter(wing -> wing.contains(className));
    }

    /** Returns whether a class, or the one that it is nested in, belongs to the wing. */
    public boolean contains(String className) {
        String outerClass = className.replaceFirst("\\$.*", "");
        return classes.contains(outerClass) || packages.contains(outerClass.replaceFirst("\\.[^.]*$", ""));
    }
}
