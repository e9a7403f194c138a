package dev.cairn.engine.privilege;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.Dependency;
import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.catalog.SystemDatabases;
import dev.cairn.catalog.View;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.ViewStatement.Security;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects the privileges that are required to read relations. A view requires SELECT on itself; with SECURITY INVOKER,
 * also on the relations that it reads. The kind of a relation outside of the databases of the catalog is unknown: it
 * counts as a table, whose database is named with its catalog.
 */
public record ReadPrivilegeCollector(ServerProfile profile, Catalog catalog) {
    /** Returns the privileges that a query requires; an empty list if the query is invalid. */
    List<RequiredPrivilege> collectRequirements(Query query, @Nullable String databaseName) {
        return collectRequirements(findDependencies(query, databaseName));
    }

    /** Returns the sources of a query; an empty list if the server refuses it, which it does before this check. */
    private List<Dependency> findDependencies(Query query, @Nullable String databaseName) {
        try {
            return new QueryAnalysis(profile, new CatalogSourceResolver(profile, catalog), databaseName)
                    .analyze(query)
                    .dependencies();
        } catch (Refusal ignored) {
            return List.of();
        }
    }

    /** Returns the privileges that an analyzed query requires on the relations that it reads. */
    public List<RequiredPrivilege> collectRequirements(List<Dependency> dependencies) {
        Set<RequiredPrivilege> requirements = new LinkedHashSet<>();
        dependencies.stream()
                .filter(Dependency::isDirect)
                .forEach(dependency -> addReadRequirements(dependency.source(), requirements));
        return List.copyOf(requirements);
    }

    private void addReadRequirements(Source source, Set<RequiredPrivilege> requirements) {
        switch (source.kind()) {
            case SYSTEM ->
                requirements.add(
                        describesNodes(source)
                                ? RequiredPrivilege.ofSystem(Privilege.OPERATE)
                                : createSelectRequirement(SecuredKind.TABLE, source.database(), source.name()));
            case TABLE ->
                requirements.add(createSelectRequirement(SecuredKind.TABLE, source.database(), source.name()));
            case MATERIALIZED_VIEW ->
                requirements.add(
                        createSelectRequirement(SecuredKind.MATERIALIZED_VIEW, source.database(), source.name()));
            case EXTERNAL ->
                requirements.add(createSelectRequirement(
                        SecuredKind.TABLE,
                        Objects.requireNonNullElse(source.catalog(), InternalCatalog.NAME) + "." + source.database(),
                        source.name()));
            case VIEW -> {
                if (hasInvokerSecurity(source)) {
                    addInvokerRequirements(source, requirements);
                }
                requirements.add(createSelectRequirement(SecuredKind.VIEW, source.database(), source.name()));
            }
            case TEMPORARY_TABLE -> {} // belongs to the session
        }
    }

    /**
     * Returns whether a system table describes the nodes of the cluster. The table be_tablets does not: a user sees
     * only the tablets of permitted tables there.
     */
    private static boolean describesNodes(Source source) {
        String name = source.name().toLowerCase(Locale.ROOT);
        return switch (source.database().toLowerCase(Locale.ROOT)) {
            case SystemDatabases.INFORMATION_SCHEMA ->
                name.equals("fe_metrics")
                        || name.equals("fe_threads")
                        || (name.startsWith("be_") && !name.equals("be_tablets"));
            case SystemDatabases.SYS -> name.equals("fe_locks") || name.equals("fe_memory_usage");
            default -> false;
        };
    }

    private static RequiredPrivilege createSelectRequirement(SecuredKind kind, String databaseName, String name) {
        return RequiredPrivilege.of(new SecuredObject(kind, databaseName, name), Privilege.SELECT);
    }

    private boolean hasInvokerSecurity(Source source) {
        return catalog.findView(source.database(), source.name())
                .map(View::security)
                .filter(Security.INVOKER::equals)
                .isPresent();
    }

    /**
     * Adds the privileges that a user of an INVOKER view needs in order to read each object that the view reads
     * directly. For an inner view, these are the objects that the inner query reads.
     */
    private void addInvokerRequirements(Source view, Set<RequiredPrivilege> requirements) {
        Source.ViewQuery viewQuery = view.viewQuery();
        if (viewQuery == null) {
            return;
        }
        for (Dependency dependency : findDependencies(viewQuery.query(), viewQuery.database())) {
            Source source = dependency.source();
            Source.ViewQuery innerViewQuery = source.viewQuery();
            if (!dependency.isDirect()) {
                continue;
            }
            if (source.kind() == Source.Kind.VIEW && innerViewQuery != null) {
                requirements.addAll(collectRequirements(innerViewQuery.query(), innerViewQuery.database()));
            } else {
                addReadRequirements(source, requirements);
            }
        }
    }
}
