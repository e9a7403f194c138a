package dev.cairn.processor.model;

import dev.cairn.processor.finding.Place;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ClusterStatement.CreateClusterObject;
import dev.cairn.sql.cluster.ClusterPart;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An object of a cluster, as a type declares it.
 *
 * @param place the place of the type; if the type is not source in this compilation, the place of its entry in the
 *     schema
 * @param placeByPart the place of the name of each property, and of each element of a list; the places of the values
 *     of properties are in the statement
 */
public record DeclaredClusterObject(
        JavaClassName typeName,
        Place place,
        CreateClusterObject statement,
        Map<ClusterPart, Place> placeByPart,
        List<AllowedWarning> allowedWarnings) {
    public DeclaredClusterObject {
        placeByPart = Map.copyOf(placeByPart);
        allowedWarnings = List.copyOf(allowedWarnings);
    }

    /** Returns the kind and the name: {@code resource group etl}. */
    public String title() {
        return statement.kind().title() + " " + statement.name();
    }

    /**
     * The cluster objects of a schema.
     *
     * @param isManaged whether the schema manages cluster objects, even if its list of them is empty
     */
    public record DeclaredCluster(boolean isManaged, List<DeclaredClusterObject> objects) {
        /** The cluster of a schema that does not manage cluster objects. */
        public static final DeclaredCluster UNMANAGED = new DeclaredCluster(false, List.of());

        public DeclaredCluster {
            objects = List.copyOf(objects);
        }

        /** Returns the cluster object that a record declares; empty for the record of any other object. */
        public Optional<DeclaredClusterObject> find(ObjectDeclaration declaration) {
            return objects.stream()
                    .filter(object -> object.typeName.equals(declaration.recordName()))
                    .findFirst();
        }

        /** Returns the SQL of the statements that create the objects. */
        public List<String> renderStatements() {
            return objects.stream().map(object -> Sql.render(object.statement)).toList();
        }
    }
}
