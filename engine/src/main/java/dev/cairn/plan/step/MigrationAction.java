package dev.cairn.plan.step;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.PlaceholderResolver;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import dev.cairn.sql.token.LeadingComments;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One element of a migration: markers, and the statement below them.
 *
 * @param statement null if the markers stand alone: a {@link Marker.Transfer} is an action itself, and a
 *     {@link Marker.KeepsType} states that no action is needed
 */
public record MigrationAction(
        List<Marker> markers, @Nullable Statement statement) {
    public MigrationAction {
        markers = List.copyOf(markers);
    }

    /** Creates an action. A view whose query only a newer server can parse also gets the marker {@code -- unread}. */
    public static MigrationAction of(Statement statement, Marker... markers) {
        MigrationAction action = new MigrationAction(List.of(markers), statement);
        boolean isUnread = statement instanceof CreateView createView
                && createView.queryText().query().isUnread();
        return isUnread ? action.withMarker(new Marker.Unread()) : action;
    }

    /**
     * Parses the markers of a text and the statement below them.
     *
     * @throws SqlSyntaxException if the text below the markers is not a statement
     */
    public static MigrationAction parse(String text) {
        return parse(text, PlaceholderResolver.KEEP_PLACEHOLDERS);
    }

    /**
     * Parses a text with its placeholders resolved, for execution.
     *
     * @throws SqlSyntaxException if the text below the markers is not a statement
     */
    public static MigrationAction parse(String text, PlaceholderResolver placeholderResolver) {
        List<Marker> markers = new ArrayList<>();
        for (String line : text.strip().lines().toList()) {
            Optional<Marker> marker = Marker.parse(line);
            if (marker.isPresent()) {
                markers.add(marker.get());
            } else if (!LeadingComments.isBlankOrComment(line)) {
                break;
            } else {
                // Only the lines directly above the statement are its markers.
                markers.clear();
            }
        }
        boolean areMarkersAlone = markers.stream()
                        .anyMatch(marker -> marker instanceof Marker.Transfer || marker instanceof Marker.KeepsType)
                && text.lines().allMatch(LeadingComments::isBlankOrComment);
        return new MigrationAction(
                markers, areMarkersAlone ? null : parseStatement(text, markers, placeholderResolver));
    }

    private static Statement parseStatement(
            String text, List<Marker> markers, PlaceholderResolver placeholderResolver) {
        boolean isUnread = markers.stream().anyMatch(Marker.Unread.class::isInstance);
        return isUnread ? Sql.parseLeniently(text, placeholderResolver) : Sql.parse(text, placeholderResolver);
    }

    /** Returns whether a text that can't be parsed would be accepted with {@code -- unread} above it. */
    public static boolean isParsableAsUnread(String text) {
        try {
            Sql.parseLeniently(text, PlaceholderResolver.KEEP_PLACEHOLDERS);
            return true;
        } catch (SqlSyntaxException ignored) {
            return false;
        }
    }

    MigrationAction withMarker(Marker marker) {
        List<Marker> newMarkers = new ArrayList<>(markers);
        newMarkers.add(marker);
        return new MigrationAction(newMarkers, statement);
    }

    /**
     * Returns the action for servers of a kind: this action, or its marker alone, without a statement, if the action
     * is meant for other servers.
     *
     * @throws IllegalArgumentException if a line {@code -- on:} has no valid condition
     */
    public MigrationAction forServer(ServerProfile profile) {
        for (Marker marker : markers) {
            if (marker instanceof Marker.ForServers serversMarker
                    && !serversMarker.condition().includes(profile)) {
                return new MigrationAction(List.of(serversMarker), null);
            }
        }
        return this;
    }

    public boolean isMarked(Class<? extends Marker> markerClass) {
        return markers.stream().anyMatch(markerClass::isInstance);
    }

    /** Returns whether the statement may be sent again if it is unknown whether it ran. */
    public boolean isRepeatable() {
        return isMarked(Marker.Repeatable.class) || isSeed();
    }

    /** Returns whether the statement changes the rows that the schema declares. */
    public boolean isSeed() {
        return isMarked(Marker.Seed.class);
    }

    /** Returns whether {@code -- unread} stands above the statement, because only a newer server can parse it. */
    public boolean isUnread() {
        return isMarked(Marker.Unread.class);
    }

    /**
     * Returns whether the statement is sent even if Cairn's model of the server refuses it. The model then skips the
     * statement.
     */
    public boolean allowsRefusal() {
        return allows(Marker.AllowsFinding.REFUSAL_CODE);
    }

    /** Returns whether a line {@code -- allow: code reason} accepts a finding about the statement. */
    public boolean allows(String code) {
        return markers.stream()
                .anyMatch(marker -> marker instanceof Marker.AllowsFinding allowance
                        && allowance.code().equals(code));
    }

    /** Returns the action with other names of objects in its markers; its statement is kept. */
    public MigrationAction renameInMarkers(UnaryOperator<String> renaming) {
        List<Marker> renamedMarkers = new ArrayList<>();
        for (Marker marker : markers) {
            renamedMarkers.add(marker instanceof Marker.Transfer transfer ? transfer.renameObjects(renaming) : marker);
        }
        return new MigrationAction(renamedMarkers, statement);
    }

    /** Returns the recorded form: the markers, and the statement below them. */
    public String text() {
        String joinedMarkerLines = markers.stream().map(Marker::line).collect(Collectors.joining("\n"));
        if (statement == null) {
            return joinedMarkerLines;
        }
        String text = Sql.render(statement);
        return joinedMarkerLines.isEmpty() ? text : joinedMarkerLines + "\n" + text;
    }

    /** Returns the transfer from one object to another; empty unless this action is one. */
    public Optional<Marker.Transfer> findTransfer() {
        return markers.stream()
                .filter(Marker.Transfer.class::isInstance)
                .map(Marker.Transfer.class::cast)
                .findFirst();
    }

    /** Returns the losses that the markers announce, one for each marker. */
    public List<String> announcedLosses() {
        return markers.stream()
                .filter(Marker.Destructive.class::isInstance)
                .map(marker -> ((Marker.Destructive) marker).reason())
                .toList();
    }

    /** Returns the columns that a downgrade leaves with their wider types. */
    public List<Marker.KeepsType> findKeptTypes() {
        return markers.stream()
                .filter(Marker.KeepsType.class::isInstance)
                .map(Marker.KeepsType.class::cast)
                .toList();
    }

    public boolean transfersGrants() {
        return isMarked(Marker.TransfersGrants.class);
    }

    /** Returns the catalog after the transfer of grants; the same catalog if this action is not such a transfer. */
    public Catalog applyGrantTransfer(Catalog catalog, Session session) {
        return findTransfer()
                .filter(Marker.TransfersGrants.class::isInstance)
                .flatMap(transfer -> copyGrants(
                        catalog,
                        ObjectName.parse(transfer.source(), session),
                        ObjectName.parse(transfer.target(), session)))
                .orElse(catalog);
    }

    private static Optional<Catalog> copyGrants(Catalog catalog, ObjectName sourceName, ObjectName targetName) {
        return SchemaObject.find(catalog, sourceName)
                .flatMap(sourceObject -> SchemaObject.find(catalog, targetName)
                        .map(targetObject -> catalog.withChangedPrivileges(privileges -> privileges.copy(
                                sourceObject.toSecuredObject(sourceName), targetObject.toSecuredObject(targetName)))));
    }
}
