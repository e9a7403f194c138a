package dev.cairn.engine.context;

import dev.cairn.catalog.Catalog;

/** A statement's result: the catalog after all jobs have finished, the session, and the cost of the change. */
public record StatementResult(Catalog catalog, Session session, ChangeCost cost) {
    public StatementResult withCatalog(Catalog newCatalog) {
        return new StatementResult(newCatalog, session, cost);
    }
}
