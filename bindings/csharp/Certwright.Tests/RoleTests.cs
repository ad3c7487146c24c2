using System;
using System.Linq;
using NUnit.Framework;

namespace Certwright.Tests
{
    [TestFixture]
    public class RoleTests
    {
        private Folder folder;
        private Store store;

        [SetUp]
        public void Make()
        {
            folder = new Folder();
            store = folder.NewStore();
        }

        [TearDown]
        public void Free()
        {
            store.Dispose();
            folder.Dispose();
        }

        [Test]
        public void Six_are_built_in_with_fixed_rules()
        {
            string[] names = { "ssl-connection", "database", "master-key", "discovery-service", "password-reset", "client" };
            Assert.AreEqual(names, store.Roles().Select(role => role.Name));
            Assert.IsTrue(store.Roles().All(role => role.IsBuiltIn && role.Renewable && role.DefaultKey == null && role.Description.Length > 0));
            Role ssl = store.Role("ssl-connection");
            Assert.AreEqual("ssl-connection", ssl.ToString());
            Assert.AreEqual(Purpose.Server, ssl.Purpose);
            Assert.IsFalse(ssl.Essential);
            Assert.IsFalse(ssl.InBackup);
            Assert.IsTrue(ssl.ExpiryMatters);
            Role database = store.Role("database");
            Assert.AreEqual(Purpose.Encipher, database.Purpose);
            Assert.IsTrue(database.Essential);
            Assert.IsTrue(database.InBackup);
            Assert.IsFalse(database.ExpiryMatters);
            StringAssert.Contains("built in", Refused.With(Status.InvalidArgument, () => store.DefineRole(database)).Message);
            Refused.With(Status.InvalidArgument, () => store.RemoveRole("database"));
            StringAssert.Contains("ssl-connection", Refused.With(Status.UnknownRole, () => store.Role("nobody")).Message);
            Refused.With(Status.UnknownRole, () => store.Role(string.Empty));
        }

        [Test]
        public void One_of_the_hosts_own_loses_nothing_unless_said()
        {
            var role = new Role("print-server");
            Assert.AreEqual("print-server", role.Name);
            Assert.AreEqual(string.Empty, role.Description);
            Assert.IsTrue(role.Essential && role.InBackup && role.ExpiryMatters && role.Renewable);
            Assert.AreEqual(Purpose.Both, role.Purpose);
            Assert.IsNull(role.DefaultKey);
            Assert.IsFalse(role.IsBuiltIn);
            Assert.IsTrue(new Role("client").IsBuiltIn);
        }

        [Test]
        public void Every_rule_of_ones_own_is_kept()
        {
            var role = new Role("print-server")
            {
                Description = "prints",
                Essential = false,
                InBackup = false,
                ExpiryMatters = false,
                Purpose = Purpose.Server,
                DefaultKey = KeyAlgorithm.P384,
                Renewable = false,
            };
            Assert.IsTrue(store.DefineRole(role));
            Assert.IsFalse(store.DefineRole(role));
            Role read = store.Roles().Single(one => !one.IsBuiltIn);
            Assert.AreEqual("prints", read.Description);
            Assert.IsFalse(read.Essential || read.InBackup || read.ExpiryMatters || read.Renewable);
            Assert.AreEqual(Purpose.Server, read.Purpose);
            Assert.AreEqual(KeyAlgorithm.P384, read.DefaultKey);
            read.DefaultKey = null;
            read.Description = null;
            Assert.IsTrue(store.DefineRole(read));
            Assert.IsNull(store.Role("print-server").DefaultKey);
            Assert.AreEqual(string.Empty, store.Role("print-server").Description);
            Assert.IsTrue(store.RemoveRole("print-server"));
            Assert.IsFalse(store.RemoveRole("print-server"));
            Assert.AreEqual(6, store.Roles().Count);
        }

        [Test]
        public void What_cannot_be_a_role_is_refused()
        {
            Refused.With(Status.InvalidArgument, () => store.DefineRole(new Role("Upper")));
            Refused.With(Status.InvalidArgument, () => store.DefineRole(new Role(string.Empty)));
            Refused.With(Status.InvalidArgument, () => store.DefineRole(new Role("a") { Description = "two\nlines" }));
            Refused.With(Status.InvalidArgument, () => store.DefineRole(new Role("a") { Purpose = (Purpose)7 }));
            Refused.With(Status.InvalidArgument, () => store.DefineRole(new Role("a") { DefaultKey = (KeyAlgorithm)7 }));
            Refused.With(Status.InvalidArgument, () => store.DefineRole(new Role("a") { Purpose = Purpose.Encipher, DefaultKey = KeyAlgorithm.P256 }));
            Assert.Throws<ArgumentNullException>(() => new Role(null));
            Assert.Throws<ArgumentNullException>(() => store.DefineRole(null));
            Assert.Throws<ArgumentNullException>(() => store.RemoveRole(null));
            Assert.Throws<ArgumentNullException>(() => store.Role(null));
            Assert.AreEqual(6, store.Roles().Count);
        }
    }
}
