package dev.cairn.plan.access;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.step.Action;
import dev.cairn.profile.ServerProfile;

/** An action of a migration, and the catalogs before and after it. */
public record PlayedStatement(ServerProfile profile, Action action, Session session, Catalog before, Catalog after) {}
