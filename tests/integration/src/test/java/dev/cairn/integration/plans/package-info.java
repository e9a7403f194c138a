/**
 * Plans between random schemas, executed on a server. Start at
 * {@link dev.cairn.integration.plans.RandomSchemaPlansTest}; a {@code SchemaSketch} is one schema, a
 * {@code PlanTrial} executes one plan.
 */
@NullMarked
package dev.cairn.integration.plans;

import org.jspecify.annotations.NullMarked;
