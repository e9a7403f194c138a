package dev.cairn.embedded.server;

import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.show.FilteredListing;
import dev.cairn.embedded.show.OpaqueShowListings;
import dev.cairn.embedded.show.ShowListings;
import dev.cairn.sql.ast.Statement;
import java.util.Set;

/** Runs SHOW statements and HELP: lists the rows, and applies the clauses of the statement to them. */
record ShowStatementExecutor(
        ShowListings showListings, OpaqueShowListings opaqueShowListings, SessionQueryExecutor queryExecutor) {
    /** The kinds of statements whose WHERE, ORDER BY and LIMIT a frontend checks, but does not apply. */
    private static final Set<Statement.Show.ShowKind> UNFILTERED_KINDS =
            Set.of(Statement.Show.ShowKind.ALTER_ROLLUP, Statement.Show.ShowKind.ALTER_MATERIALIZED_VIEW);

    /** Runs a statement that the engine parses, if the user has the required privileges. */
    Answer run(Statement.Show show) {
        new PrivilegeChecker(showListings.snapshot()).requirePrivileges(show);
        return queryExecutor.applyFilter(
                showListings.createListing(show),
                UNFILTERED_KINDS.contains(show.kind()) ? Statement.ShowFilter.NONE : show.filter());
    }

    /** Runs a statement that the engine does not parse. The caller has checked its privileges. */
    Answer run(Statement.OpaqueStatement show) {
        FilteredListing filteredListing = opaqueShowListings.createListing(show);
        return queryExecutor.applyFilter(filteredListing.listing(), filteredListing.filter());
    }
}
