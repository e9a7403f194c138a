package shop.migrations;

import dev.cairn.annotation.Migration;
import shop.Shop;

// Step 2: role analyst
//   Access: USER ${reporting_user} gains SELECT on account, through the role analyst
//   Access: analyst gains SELECT on account
// Step 3: role loader
//   Access: loader loses UPDATE on ALL TABLES IN DATABASE shop
// Step 4: role loader
//   Access: loader loses CREATE TABLE on DATABASE shop
// Step 5: role loader
//   Access: loader loses the role analyst
//   Access: loader loses SELECT on active_account, through the role analyst
/** Roles. */
@Migration(
        schema = Shop.class,
        number = 2,
        after = "h1:59f757c64ec73beabdb1136c610c4e5958b5ffca47b89956e023e14e25487bcd",
        records = "r1:5ef82f8cfbeabc27",
        upgrade = {"""
            ALTER ROLE `analyst` SET COMMENT = "Reads accounts"
            """, """
            GRANT SELECT ON TABLE `account` TO ROLE `analyst`
            """, """
            -- destructive: revokes UPDATE ON ALL TABLES IN DATABASE ${database} from the role loader
            REVOKE UPDATE ON ALL TABLES IN DATABASE ${database} FROM ROLE `loader`
            """, """
            -- destructive: revokes CREATE TABLE ON DATABASE ${database} from the role loader
            REVOKE CREATE TABLE ON DATABASE ${database} FROM ROLE `loader`
            """, """
            -- destructive: revokes the role analyst from ROLE loader
            REVOKE `analyst` FROM ROLE `loader`
            """},
        downgrade = {"""
            ALTER ROLE `analyst` SET COMMENT = "Reads what the dashboards show"
            """, """
            GRANT UPDATE ON ALL TABLES IN DATABASE ${database} TO ROLE `loader`
            """, """
            GRANT CREATE TABLE ON DATABASE ${database} TO ROLE `loader`
            """, """
            GRANT `analyst` TO ROLE `loader`
            """, """
            REVOKE SELECT ON TABLE `account` FROM ROLE `analyst`
            """})
interface V0002Roles {}
