package dev.cairn.engine.property;

import dev.cairn.analysis.source.Dependency;
import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.catalog.ServerProfile.Version;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import java.util.List;
import java.util.Locale;

/**
 * The property {@code refresh_mode} of a new materialized view. The server looks at it while it analyses the query, long
 * before it reads the other properties: what is refreshed incrementally can read nothing that is the server's own.
 */
public final class RefreshModeProperty {
    private static final String PROPERTY = "refresh_mode";
    private static final List<String> MODES = List.of("AUTO", "PCT", "FULL", "INCREMENTAL");

    private RefreshModeProperty() {}

    public static void check(ServerProfile profile, CreateMaterializedView statement, List<Dependency> dependencies) {
        if (!profile.atLeast(Version.V4_1)) {
            return;
        }
        for (Property property : statement.properties()) {
            if (property.name().equals(PROPERTY) && !Placeholder.isWhole(property.value())) {
                check(profile, property, dependencies);
            }
        }
    }

    private static void check(ServerProfile profile, Property property, List<Dependency> dependencies) {
        String mode = property.value().toUpperCase(Locale.ROOT);
        if (!MODES.contains(mode)) {
            throw Refusal.execution(
                    property.span(), "No enum constant com.starrocks.catalog.MaterializedView.RefreshMode." + mode);
        }
        if (!mode.equals("INCREMENTAL")) {
            return;
        }
        for (Dependency dependency : dependencies) {
            Source.Kind kind = dependency.source().kind();
            if (dependency.direct() && kind != Source.Kind.EXTERNAL) {
                throw Refusal.analysis(
                        property.span(),
                        "Failed to rewrite the query for IVM: Getting analyzing error. Detail message: "
                                + problem(profile, kind) + ".");
            }
        }
    }

    private static String problem(ServerProfile profile, Source.Kind kind) {
        if (kind == Source.Kind.VIEW) {
            return "IVMAnalyzer can only handle SelectRelation/UnionRelation, but got: ViewRelation";
        }
        boolean view = kind == Source.Kind.MATERIALIZED_VIEW;
        String own = view ? "MATERIALIZED_VIEW" : "OLAP";
        String shared = view ? "CLOUD_NATIVE_MATERIALIZED_VIEW" : "CLOUD_NATIVE";
        return "IVMAnalyzer does not support table type: " + (profile.sharedData() ? shared : own);
    }
}
