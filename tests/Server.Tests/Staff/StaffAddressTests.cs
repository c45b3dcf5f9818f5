// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Serving;
using Vigil.Server.Tests.Support;

namespace Vigil.Server.Tests.Staff;

public class StaffAddressTests
{
    [Fact]
    public async Task A_server_with_staff_does_not_start_under_an_address_that_they_did_not_sign_for()
    {
        await using var office = await Office.OpenAsync();
        await office.StopAsync();
        var refused = await Assert.ThrowsAsync<StartException>(() => TestServer.StartAsync(office.Data, origin: "https://other.example"));
        Assert.Contains(TestSite.WebOrigin, refused.Message, StringComparison.Ordinal);
        await office.StartAsync();
    }
}
