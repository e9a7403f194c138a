package dev.cairn.engine.context;

import dev.cairn.catalog.Catalog;

/** A statement's result: the catalog as it is when all jobs are done, the session, and what the change cost. */
public record StatementResult(Catalog catalog, Session session, Cost cost) {}
