/**
 * A schema whose whole history a frontend alone can run: tables of each kind that change, are renamed and rebuilt,
 * views, and a materialized view. Recorded by the command, from one version of the records to the next; of the last
 * migration, what copies rows was taken out by hand.
 *
 * <p>Start at {@link dev.cairn.integration.shop.Shop}.
 */
package dev.cairn.integration.shop;
