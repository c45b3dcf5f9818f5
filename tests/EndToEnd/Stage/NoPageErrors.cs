// SPDX-License-Identifier: Apache-2.0
using System.Reflection;
using System.Runtime.CompilerServices;
using Vigil.EndToEnd.Stage;
using Xunit.v3;

[assembly: NoPageErrors]

namespace Vigil.EndToEnd.Stage;

/// <summary>Fails whatever test left an error in a page that it did not name as expected.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class NoPageErrorsAttribute : BeforeAfterTestAttribute
{
    [ModuleInitializer]
    internal static void NameTests() => PageErrors.RunningTest = () => TestContext.Current.Test?.UniqueID;

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        var errors = PageErrors.OfTest(test.UniqueID);
        Assert.True(errors.Count == 0, $"Errors in pages:\n{string.Join('\n', errors)}");
    }
}
