/** What was recorded of the schema around it. */
@NullMarked
package dev.cairn.integration.shop.migrations;

import org.jspecify.annotations.NullMarked;
