/** What was recorded of the schema around it. */
@NullMarked
package dev.cairn.integration.sales.migrations;

import org.jspecify.annotations.NullMarked;
