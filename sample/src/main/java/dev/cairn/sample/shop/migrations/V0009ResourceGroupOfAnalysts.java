package dev.cairn.sample.shop.migrations;

import dev.cairn.annotation.Migration;
import dev.cairn.sample.shop.Shop;

// Metadata only: no rows are rewritten, nothing is lost, and nothing that reads the schema breaks.
/** Resource group of analysts. */
@Migration(
        schema = Shop.class,
        number = 9,
        after = "h1:bc5af494ae28de3b9a6ae05341c43ea2b3756d588d9f9ae374dbaa71b9288df6",
        records = "r1:46bff412cbc626ee",
        upgrade = {"""
            CREATE RESOURCE GROUP `cairn_sample_analysts` TO (role = 'cairn_sample_analyst', query_type IN ('select')) WITH ("concurrency_limit" = "8", "cpu_weight" = "2", "mem_limit" = "30%")
            """},
        downgrade = {"""
            DROP RESOURCE GROUP `cairn_sample_analysts`
            """})
interface V0009ResourceGroupOfAnalysts {}
