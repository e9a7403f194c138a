package dev.cairn.engine.materialized;

import dev.cairn.analysis.source.Dependency;
import dev.cairn.analysis.source.Source;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import java.util.List;
import java.util.Locale;

/**
 * Checks the property {@code refresh_mode} of a new materialized view. The server checks it while it analyzes the
 * query, long before it reads the other properties, because a view with the mode INCREMENTAL can directly read only
 * external tables.
 */
final class RefreshModeCheck {
    private static final List<String> MODES = List.of("AUTO", "PCT", "FULL", "INCREMENTAL");

    private RefreshModeCheck() {}

    static void check(ServerProfile profile, CreateMaterializedView statement, List<Dependency> dependencies) {
        if (!profile.isAtLeast(Version.V4_1)) {
            return;
        }
        for (Property property : statement.properties()) {
            if (KnownProperty.REFRESH_MODE.isNamed(property.name()) && !Placeholder.isPlaceholder(property.value())) {
                checkMode(profile, property, dependencies);
            }
        }
    }

    private static void checkMode(ServerProfile profile, Property property, List<Dependency> dependencies) {
        String mode = property.value().toUpperCase(Locale.ROOT);
        if (!MODES.contains(mode)) {
            throw Refusal.ofExecution(
                    property.span(),
                    CommonRule.NOT_ONE_OF,
                    KnownProperty.REFRESH_MODE.propertyName(),
                    String.join(", ", MODES),
                    mode);
        }
        if (!mode.equals("INCREMENTAL")) {
            return;
        }
        for (Dependency dependency : dependencies) {
            Source.Kind kind = dependency.source().kind();
            if (dependency.isDirect() && kind != Source.Kind.EXTERNAL) {
                throw Refusal.ofAnalysis(
                        property.span(),
                        MaterializedViewRule.INCREMENTAL_REWRITE_FAILED,
                        describeIncrementalProblem(profile, kind));
            }
        }
    }

    private static String describeIncrementalProblem(ServerProfile profile, Source.Kind kind) {
        if (kind == Source.Kind.VIEW) {
            return "IVMAnalyzer can only handle SelectRelation/UnionRelation, but got: ViewRelation";
        }
        return "IVMAnalyzer does not support table type: " + kind.tableTypeName(profile);
    }
}
