using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Reflection;
using NUnit.Framework;

namespace Certwright.Tests
{
    /// <summary>
    /// Runs the tests: one line for each, `ok NAME` or `failed NAME`, what went wrong behind it, indented. The arguments are where
    /// the native library is, and then categories that are left out. With `load` in place of tests it only says which version was found,
    /// or why none was; with `store` it works on a store beside other languages.
    /// </summary>
    internal static class Runner
    {
        private static int Main(string[] arguments)
        {
            if (arguments[0] == "load")
            {
                return Load(arguments.Skip(1).FirstOrDefault());
            }

            NativeLibrary.Path = arguments[0];
            if (arguments.Length > 1 && arguments[1] == "store")
            {
                return SharedStore.Work(arguments.Skip(2).ToArray());
            }

            var without = new HashSet<string>(arguments.Skip(1));
            int failed = 0;
            foreach (Type fixture in typeof(Runner).Assembly.GetTypes().Where(Has<TestFixtureAttribute>).OrderBy(type => type.Name, StringComparer.Ordinal))
            {
                foreach (MethodInfo test in fixture.GetMethods().Where(Has<TestAttribute>).OrderBy(method => method.Name, StringComparer.Ordinal))
                {
                    if (test.GetCustomAttributes(typeof(CategoryAttribute), false).Cast<CategoryAttribute>().Any(category => without.Contains(category.Name)))
                    {
                        continue;
                    }

                    failed += Run(fixture, test) ? 0 : 1;
                }
            }

            Console.Out.Flush();
            return failed == 0 ? 0 : 1;
        }

        private static int Load(string path)
        {
            if (path != null)
            {
                NativeLibrary.Path = path;
            }

            // what was not found may be there the next time
            for (int i = 0; i < 2; i++)
            {
                try
                {
                    Console.WriteLine("version " + NativeLibrary.Version + " of " + NativeLibrary.Path);
                }
                catch (NativeLibraryException exception)
                {
                    Console.WriteLine("refused " + exception.Message);
                }
            }

            return 0;
        }

        private static bool Run(Type fixture, MethodInfo test)
        {
            string name = fixture.Name + "." + test.Name;
            var watch = Stopwatch.StartNew();
            Exception wrong = null;
            object instance = null;
            try
            {
                instance = Activator.CreateInstance(fixture);
                Call<SetUpAttribute>(instance);
                test.Invoke(instance, null);
            }
            catch (Exception exception)
            {
                wrong = exception;
            }

            try
            {
                Call<TearDownAttribute>(instance);
            }
            catch (Exception exception)
            {
                wrong = wrong ?? exception;
            }

            while (wrong is TargetInvocationException && wrong.InnerException != null)
            {
                wrong = wrong.InnerException;
            }

            Console.WriteLine((wrong == null ? "ok " : "failed ") + name + " " + watch.ElapsedMilliseconds);
            if (wrong != null)
            {
                Console.WriteLine("    " + wrong.ToString().Replace("\n", "\n    "));
            }

            return wrong == null;
        }

        private static void Call<T>(object instance)
            where T : Attribute
        {
            foreach (MethodInfo method in instance == null ? new MethodInfo[0] : instance.GetType().GetMethods().Where(Has<T>).ToArray())
            {
                method.Invoke(instance, null);
            }
        }

        private static bool Has<T>(MemberInfo member)
            where T : Attribute => member.GetCustomAttributes(typeof(T), true).Length > 0;
    }
}
